import type { Metadata } from 'next';
import { TransactionPanel } from '@/components/admin/transactions/transaction-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id } = await params;
  return { title: `Transaction ${id.slice(0, 8)}, administration` };
}

export default async function Page({ params }: PageProps) {
  return <TransactionPanel id={(await params).id} />;
}
