import { PeriodPanel } from '@/components/admin/periods/period-panel';

interface PageProps {
  params: Promise<{ period: string }>;
}

export default async function Page({ params }: PageProps) {
  return <PeriodPanel period={(await params).period} />;
}
