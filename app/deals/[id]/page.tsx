import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { DealPage } from '@/components/deals/deal-page';
import { AppError } from '@/lib/core/errors';
import { network as networkSchema } from '@/lib/core/protocol/network';
import { readClientSession } from '@/lib/server/auth';
import { db } from '@/lib/server/db';
import { dealRef, ownDealId } from '@/lib/server/deals/find-deal';
import { networkJson } from '@/lib/server/network';

export const metadata: Metadata = { title: 'Deal' };
export const dynamic = 'force-dynamic';

/** Whoever is signed in gets no page of somebody else's deal; others are asked to sign in first. */
async function isHidden(ref: string): Promise<boolean> {
  const request = new Request('http://portal', { headers: await headers() });
  const session = await readClientSession(request);
  if (!session) return false;
  try {
    await ownDealId(session.address, ref, db(), { adminToo: true });
    return false;
  } catch (error) {
    if (AppError.is(error, 'DEAL_NOT_FOUND')) return true;
    throw error;
  }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const parsed = dealRef.safeParse(await params);
  if (!parsed.success || (await isHidden(parsed.data.id))) notFound();
  return <DealPage id={parsed.data.id} network={networkSchema.parse(networkJson())} />;
}
