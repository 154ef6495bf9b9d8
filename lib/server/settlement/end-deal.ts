import { encodeFunctionData, type Hex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import { type ProvenLeaf, settlementWindow } from '@/lib/core/deals';
import { hoursMapFromHex, longestGap } from '@/lib/core/nodes';
import { db, type Tx } from '@/lib/server/db';
import {
  type ChainProgress,
  chainProgress,
  type DealRow,
  profile,
  queueRetried,
  withLockedDeal,
} from '@/lib/server/lifecycle';
import { accrualEndOf, type DealEnds } from '@/lib/server/periods/counted-slots';
import { postedVerdicts } from './period-file';
import { leafArguments, queueSettlements } from './settle-deal';

/**
 * Most leaves in one call: a message of Filecoin has 64 KiB, and a leaf with its path up to a
 * kilobyte. A deal with more cannot be ended early; after the window it is settled in parts first.
 */
export const MAX_END_LEAVES = 48;

/** The root with which a deal can be ended now; null for none at all. */
interface Ending {
  period: bigint | null;
}

/** First period in which each live slot had a proof at or after the end; null if one lacks it. */
async function provedUpTo(tx: Tx, dealId: string, end: bigint): Promise<bigint | null> {
  const live = await tx.slot.findMany({ where: { dealId, state: 'LIVE' } });
  if (live.some((slot) => slot.lastAccepted < end)) return null;
  // A proof in a void period is in no leaf.
  const where = { status: 'VOID' as const, index: { gte: end } };
  const voids = await tx.period.findMany({ where, select: { index: true } });
  const period = { gte: end, notIn: voids.map((row) => row.index) };
  const first = await tx.postVerdict.groupBy({
    by: ['slot', 'generation'],
    where: { dealId, status: 'ACCEPTED', period },
    _min: { period: true },
  });
  const firstOf = new Map(first.map((row) => [`${row.slot}/${row.generation}`, row._min.period]));
  const periods = live.map((slot) => firstOf.get(`${slot.index}/${slot.generation}`) ?? null);
  if (periods.some((period) => period === null)) return null;
  return periods.reduce<bigint>((max, p) => (p !== null && p > max ? p : max), end);
}

/** The last period of the settlement window. */
async function windowEnd(tx: Tx, dealId: string, end: bigint): Promise<bigint> {
  const slots = await tx.slot.findMany({ where: { dealId, start: { not: null } } });
  const { rootDelayPeriods, disputeWindowPeriods } = profile();
  const longestGaps = slots.map((slot) => longestGap(hoursMapFromHex(slot.hoursMap)));
  const window = settlementWindow({ longestGaps, rootDelayPeriods, disputeWindowPeriods });
  return end + BigInt(window);
}

/** A posted root about which disputes are over: the oldest from a period on, or the newest. */
async function finalRoot(
  tx: Tx,
  progress: ChainProgress,
  from: bigint,
  order: 'asc' | 'desc',
): Promise<bigint | null> {
  const before = progress.period - BigInt(profile().disputeWindowPeriods);
  const row = await tx.period.findFirst({
    where: { status: 'POSTED', index: { gte: from, lt: before } },
    orderBy: { index: order },
    select: { index: true },
  });
  return row?.index ?? null;
}

/** How a deal can be ended now, or undefined if it cannot yet. */
async function endingOf(
  tx: Tx,
  deal: DealEnds & { id: string },
  progress: ChainProgress,
): Promise<Ending | undefined> {
  const end = accrualEndOf(deal);
  if (progress.period <= end) return undefined;
  const accounts = await tx.slot.count({ where: { dealId: deal.id, start: { not: null } } });
  const proved = accounts > MAX_END_LEAVES ? null : await provedUpTo(tx, deal.id, end);
  const early = proved === null ? null : await finalRoot(tx, progress, proved, 'asc');
  if (early !== null) return { period: early };
  if (progress.period <= (await windowEnd(tx, deal.id, end))) return undefined;
  return { period: await finalRoot(tx, progress, 0n, 'desc') };
}

/** Deals that can be ended now. */
export async function endableDeals(progress: ChainProgress): Promise<string[]> {
  const deals = await db().deal.findMany({
    where: { status: { in: ['ACTIVE', 'CLOSING'] } },
    select: { id: true, accrualEnd: true, endPeriod: true, fundedUntil: true },
  });
  const ready: string[] = [];
  for (const deal of deals) {
    if ((await endingOf(db(), deal, progress)) !== undefined) ready.push(deal.id);
  }
  return ready;
}

/** True if the contract takes the portal's `endDeal` for this deal now. */
export async function canEndDeal(
  deal: DealEnds & { id: string; status: string },
  progress: ChainProgress,
): Promise<boolean> {
  if (deal.status !== 'ACTIVE' && deal.status !== 'CLOSING') return false;
  return (await endingOf(db(), deal, progress)) !== undefined;
}

/** Leaves of a root that are to end a deal; null if what the root says is not there (any more). */
async function leavesOf(deal: DealRow, period: bigint): Promise<ProvenLeaf[] | null> {
  return (await postedVerdicts(period))?.tree.ofDeal(deal.address as Hex) ?? null;
}

/** The call that ends a deal; what its leaves do not say goes to the outbox before it. */
async function endCall(tx: Tx, deal: DealRow, { period }: Ending): Promise<Hex | null> {
  const leaves = period === null ? [] : await leavesOf(deal, period);
  if (leaves === null) return null;
  if (period !== null && leaves.length > MAX_END_LEAVES) {
    await queueSettlements(tx, deal, period, leaves);
  }
  const args = leafArguments(period ?? 0n, leaves.slice(0, MAX_END_LEAVES));
  return encodeFunctionData({ abi: storageDealAbi, functionName: 'endDeal', args });
}

/**
 * Ends a deal with the final leaf of every generation: early, once every live slot has proved up to
 * the end of accrual and disputes about that root are over; else after the settlement window. Where
 * that are too many leaves for one call, the rest of their accrual is kept on chain for a week.
 */
export async function endDeal(dealId: string): Promise<void> {
  const progress = await chainProgress();
  if (!progress) return;
  await withLockedDeal(dealId, async (tx, deal) => {
    const isOpen = deal.status === 'ACTIVE' || deal.status === 'CLOSING';
    if (!isOpen || deal.address === null) return;
    const ending = await endingOf(tx, deal, progress);
    const data = ending && (await endCall(tx, deal, ending));
    if (!data) return;
    await queueRetried(tx, {
      idempotencyKey: `end:${deal.address}`,
      signer: 'portal',
      kind: 'endDeal',
      to: deal.address as Hex,
      data,
      dealId,
    });
  });
}
