import { JobPanel } from '@/components/admin/jobs/job-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export default async function Page({ params }: PageProps) {
  return <JobPanel id={(await params).id} />;
}
