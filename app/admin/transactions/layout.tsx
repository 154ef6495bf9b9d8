import type { ReactNode } from 'react';
import { TransactionsList } from '@/components/admin/transactions/transactions-list';

/** The list stays where it is while panels open and close beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <TransactionsList />
      {children}
    </>
  );
}
