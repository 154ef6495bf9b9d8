import type { Metadata } from 'next';
import { DealPanel } from '@/components/admin/deals/deal-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `Deal ${id.slice(0, 8)}, administration` };
}

export default async function Page({ params }: PageProps) {
  return <DealPanel id={(await params).id} />;
}
