import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { AdminShell } from '@/components/admin/admin-shell';
import { platformName } from '@/lib/client/platform-name';

export const metadata: Metadata = {
  // A plain title here would take the platform's name away from the pages below.
  title: { default: 'Administration', template: `%s · ${platformName}` },
  robots: { index: false },
};

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <AdminShell>{children}</AdminShell>;
}
