import type { ReactNode } from 'react';
import { NodesList } from '@/components/admin/nodes/nodes-list';

/** The list stays where it is while panels open and close beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <NodesList />
      {children}
    </>
  );
}
