import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TopUpPage } from '@/components/deals/top-up-page';
import { network as networkSchema } from '@/lib/core/protocol/network';
import { address } from '@/lib/core/protocol/primitives';
import { networkJson } from '@/lib/server/network';

export const metadata: Metadata = { title: 'Top up a deal' };
export const dynamic = 'force-dynamic';

/** Public: the contract's address is all that one needs. */
export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const parsed = address.safeParse((await params).id);
  if (!parsed.success) notFound();
  return <TopUpPage address={parsed.data} network={networkSchema.parse(networkJson())} />;
}
