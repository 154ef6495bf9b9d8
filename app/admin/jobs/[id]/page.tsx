import type { Metadata } from 'next';
import { JobPanel } from '@/components/admin/jobs/job-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `Job ${id.slice(0, 8)}, administration` };
}

export default async function Page({ params }: PageProps) {
  return <JobPanel id={(await params).id} />;
}
