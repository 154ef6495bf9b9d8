import { AuditList } from '@/components/admin/audit/audit-list';

export default function Page() {
  return <AuditList />;
}
