import { DealPanel } from '@/components/admin/deals/deal-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export default async function Page({ params }: PageProps) {
  return <DealPanel id={(await params).id} />;
}
