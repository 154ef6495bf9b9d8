import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DealPage } from '@/components/deals/deal-page';
import { network as networkSchema } from '@/lib/core/protocol/network';
import { dealRef } from '@/lib/server/deals/find-deal';
import { networkJson } from '@/lib/server/network';

export const metadata: Metadata = { title: 'Deal' };
export const dynamic = 'force-dynamic';

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const parsed = dealRef.safeParse(await params);
  if (!parsed.success) notFound();
  return <DealPage id={parsed.data.id} network={networkSchema.parse(networkJson())} />;
}
