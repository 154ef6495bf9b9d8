import { TransactionPanel } from '@/components/admin/transactions/transaction-panel';

interface PageProps {
  params: Promise<{ id: string }>;
}

export default async function Page({ params }: PageProps) {
  return <TransactionPanel id={(await params).id} />;
}
