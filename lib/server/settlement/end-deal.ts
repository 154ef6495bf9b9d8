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
import { logger } from '@/lib/server/logger';
import { accrualEndOf, type DealEnds } from '@/lib/server/periods/counted-slots';
import { postedVerdicts } from './period-file';
import { leafArguments, queueSettlements } from './settle-deal';

/**
 * Most leaves in one call: a message of Filecoin has 64 KiB, and a leaf with its path up to a
 * kilobyte. A deal with more cannot be ended early; after the window it is settled in parts first.
 */
export const MAX_END_LEAVES = 48;

/** Roots that are tried before a deal is ended without one, because their files are lost. */
const MOST_ROOTS = 24;
/**
 * Periods beyond the settlement window after which a deal whose verdict files are all lost is ended
 * without leaves: the contract then keeps all accrual that is not paid, and for a week every node can
 * settle with the leaf and path that it has kept.
 */
const LOST_GRACE_PERIODS = 24n;

/** With which roots a deal can be ended now, the best first. */
interface Ending {
  periods: bigint[];
  /** True if the contract also takes an end without any leaf, and waiting has lasted long enough. */
  withoutLeaves: boolean;
}

/** What goes into the call. */
interface FinalWork {
  period: bigint | null;
  leaves: ProvenLeaf[];
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

/** Posted roots about which disputes are over: from a period on oldest first, or newest first. */
async function finalRoots(
  tx: Tx,
  progress: ChainProgress,
  from: bigint,
  order: 'asc' | 'desc',
): Promise<bigint[]> {
  const before = progress.period - BigInt(profile().disputeWindowPeriods);
  const rows = await tx.period.findMany({
    where: { status: 'POSTED', index: { gte: from, lt: before } },
    orderBy: { index: order },
    take: MOST_ROOTS,
    select: { index: true },
  });
  return rows.map((row) => row.index);
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
  const early = proved === null ? [] : await finalRoots(tx, progress, proved, 'asc');
  const until = await windowEnd(tx, deal.id, end);
  if (progress.period <= until) {
    return early.length > 0 ? { periods: early, withoutLeaves: false } : undefined;
  }
  const late = await finalRoots(tx, progress, 0n, 'desc');
  const periods = [...new Set([...early, ...late])];
  const isOver = progress.period > until + LOST_GRACE_PERIODS;
  return { periods, withoutLeaves: isOver || periods.length === 0 };
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

/**
 * The deal's leaves in the first root whose file is there and true. Any of them will do: a leaf is
 * cumulative, and one that is not final makes the contract keep back what it does not say.
 */
async function finalWork(deal: DealRow, ending: Ending): Promise<FinalWork | null> {
  for (const period of ending.periods) {
    const verdicts = await postedVerdicts(period);
    if (verdicts) return { period, leaves: verdicts.tree.ofDeal(deal.address as Hex) };
    logger.error({ period: `${period}`, dealId: deal.id }, 'the verdict file of a root is lost');
  }
  return ending.withoutLeaves ? { period: null, leaves: [] } : null;
}

/** Queues the end; what its leaves do not say goes to the outbox before it. */
async function queueEnd(tx: Tx, deal: DealRow, { period, leaves }: FinalWork): Promise<void> {
  if (period !== null && leaves.length > MAX_END_LEAVES) {
    await queueSettlements(tx, deal, period, leaves);
  }
  const args = leafArguments(period ?? 0n, leaves.slice(0, MAX_END_LEAVES));
  await queueRetried(tx, {
    idempotencyKey: `end:${deal.address}`,
    signer: 'portal',
    kind: 'endDeal',
    to: deal.address as Hex,
    data: encodeFunctionData({ abi: storageDealAbi, functionName: 'endDeal', args }),
    dealId: deal.id,
  });
}

const isOpen = (deal: DealRow) =>
  (deal.status === 'ACTIVE' || deal.status === 'CLOSING') && deal.address !== null;

/**
 * Ends a deal with the final leaf of every generation: early, once every live slot has proved up to
 * the end of accrual and disputes about that root are over; else after the settlement window. Where
 * that are too many leaves for one call, the rest of their accrual is kept on chain for a week.
 */
export async function endDeal(dealId: string): Promise<void> {
  const progress = await chainProgress();
  const deal = await db().deal.findUnique({ where: { id: dealId } });
  if (!progress || !deal || !isOpen(deal)) return;
  const ending = await endingOf(db(), deal, progress);
  // Files are read and trees built before the lock, for which the follower and the portal wait.
  const work = ending && (await finalWork(deal, ending));
  if (!work) return;
  await withLockedDeal(dealId, async (tx, locked) => {
    // An extension or a top-up may have moved the end meanwhile: then it is looked at anew.
    if (!isOpen(locked) || accrualEndOf(locked) !== accrualEndOf(deal)) return;
    await queueEnd(tx, locked, work);
  });
}
