import type { ReactNode } from 'react';
import { JobsList } from '@/components/admin/jobs/jobs-list';

/** The list stays where it is while panels open and close beside it. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <JobsList />
      {children}
    </>
  );
}
