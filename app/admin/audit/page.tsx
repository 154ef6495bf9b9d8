import type { Metadata } from 'next';
import { AuditList } from '@/components/admin/audit/audit-list';

export const metadata: Metadata = { title: 'Audit log, administration' };

export default function Page() {
  return <AuditList />;
}
