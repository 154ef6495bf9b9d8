import type { ReactNode } from 'react';
import { PeriodsList } from '@/components/admin/periods/periods-list';

/** The list stays where it is while panels open and close beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <PeriodsList />
      {children}
    </>
  );
}
