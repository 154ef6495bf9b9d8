import type { ReactNode } from 'react';
import { DealsList } from '@/components/admin/deals/deals-list';

/** The list stays where it is while panels open and close beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <DealsList />
      {children}
    </>
  );
}
