import { type DisputedTime, takeDisputed, type WorkState } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import { RETENTION } from '@/lib/server/gc/retention';
import { chainProgress } from '@/lib/server/lifecycle';
import type { CountedSlot } from './counted-slots';
import { type Credit, keyOf, openCredits } from './credits';

/** Accounts as they are with what disputes credited, and what of that is new in them. */
interface WithCredits {
  slots: CountedSlot[];
  taken: Credit[];
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

/**
 * Takes what disputes credited since the last close into the accounts, each once: store them with
 * `saveWork`, and then `markCounted`. A period that is not counted yet waits for the next close.
 *
 * Where a reorg has changed what the contract credited, or has taken it back, `overCredited` is
 * corrected by the difference. A proof that is not credited any more stays accepted in its account,
 * since a leaf that says so may be known: nothing in a leaf falls. It was valid, so what is due for
 * it comes with the next credits, once; if it is credited again, that is kept back as any credit is.
 */
export async function withCredits(tx: Tx, slots: readonly CountedSlot[]): Promise<WithCredits> {
  const credits = await openCredits(tx);
  if (credits.size === 0) return { slots: [...slots], taken: [] };
  const progress = await chainProgress(tx);
  const oldest = (progress?.period ?? 0n) - RETENTION.verdictPeriods;
  const taken: Credit[] = [];
  const result: CountedSlot[] = [];
  for (const slot of slots) {
    const all = credits.get(keyOf(slot.dealId, slot.slot, slot.generation)) ?? [];
    const own = all.filter(({ period }) => period <= slot.work.countedPeriod);
    result.push({ ...slot, work: await takeAll(tx, slot, own, oldest) });
    taken.push(...own);
  }
  return { slots: result, taken };
}

/** @param oldest - period of the oldest verdict that is kept for sure */
async function takeAll(
  tx: Tx,
  slot: CountedSlot,
  credits: readonly Credit[],
  oldest: bigint,
): Promise<WorkState> {
  let { work } = slot;
  const earlier: bigint[] = [];
  for (const { period, periods, countedPeriods } of credits) {
    if (countedPeriods !== null) {
      work = { ...work, overCredited: work.overCredited + periods - countedPeriods };
      continue;
    }
    const time = await timeAround(tx, { ...slot, work }, period, earlier, oldest);
    work = takeDisputed(work, { period, periods }, time);
    earlier.push(period);
  }
  return work;
}

/** @param credited - taken into the account just now, all before the period */
async function timeAround(
  tx: Tx,
  slot: CountedSlot,
  period: bigint,
  credited: readonly bigint[],
  oldest: bigint,
): Promise<DisputedTime> {
  const { hoursMap, maxSpan, start, accrualEnd, work } = slot;
  const { before, after } = await neighbours(tx, slot, period, oldest);
  const accepted = work.lastAccepted <= period ? work.lastAccepted : 0n;
  const newest = [...credited, before, accepted].reduce(max);
  const voids = await tx.period.findMany({
    where: {
      status: 'VOID',
      index: { gt: max(newest, start), lte: after ?? work.countedPeriod },
    },
    select: { index: true },
  });
  const isVoid = new Set(voids.map(({ index }) => index));
  return {
    ...{ hoursMap, maxSpan, start, accrualEnd, before: newest, after },
    isVoid: (p) => isVoid.has(p),
  };
}

/**
 * The accepted or credited proofs beside a period that the account knows of; its own is the one
 * before. Where verdicts of a span before it may be deleted, the one after it counts as unknown.
 */
async function neighbours(
  tx: Tx,
  slot: CountedSlot,
  period: bigint,
  oldest: bigint,
): Promise<{ before: bigint; after: bigint | null }> {
  const { dealId, start, work } = slot;
  const [row] = await tx.$queryRaw<{ before: bigint | null; after: bigint | null }[]>`
    SELECT max(p) FILTER (WHERE p <= ${period}) AS "before",
           min(p) FILTER (WHERE p > ${period}) AS "after"
    FROM (
      SELECT v."period" AS p FROM "PostVerdict" v
      WHERE v."dealId" = ${dealId} AND v."slot" = ${slot.slot}
        AND v."generation" = ${slot.generation} AND v."status" = 'ACCEPTED'
        AND v."period" > ${start} AND v."period" <= ${work.countedPeriod}
        AND NOT EXISTS (
          SELECT 1 FROM "Period" o WHERE o."index" = v."period" AND o."status" = 'VOID')
      UNION ALL
      SELECT c."period" FROM "CreditedDispute" c
      WHERE c."dealId" = ${dealId} AND c."index" = ${slot.slot}
        AND c."generation" = ${slot.generation} AND c."countedPeriods" IS NOT NULL
    ) AS known`;
  const isKept = start >= oldest || period - BigInt(slot.maxSpan) >= oldest;
  return { before: row?.before ?? 0n, after: isKept ? (row?.after ?? null) : null };
}
