import type { Metadata } from 'next';
import { PeriodPanel } from '@/components/admin/periods/period-panel';

interface PageProps {
  params: Promise<{ period: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { period } = await params;
  return { title: `Period ${period}, administration` };
}

export default async function Page({ params }: PageProps) {
  return <PeriodPanel period={(await params).period} />;
}
