import { type DisputedTime, takeDisputed, type WorkState } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import type { CountedSlot } from './counted-slots';

/** A proof that a dispute credited, for the account that does not know of it yet. */
interface Credit {
  dealId: string;
  index: number;
  generation: number;
  period: bigint;
  periods: bigint;
}

/** Accounts as they are with what disputes credited, and what of that is new in them. */
interface WithCredits {
  slots: CountedSlot[];
  taken: Credit[];
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);
const keyOf = (dealId: string, slot: number, generation: number) =>
  `${dealId}/${slot}/${generation}`;

/**
 * Takes what disputes credited since the last close into the accounts, each once: store them with
 * `saveWork`, and then `markCounted`. A period that is not counted yet waits for the next close.
 */
export async function withCredits(tx: Tx, slots: readonly CountedSlot[]): Promise<WithCredits> {
  const credits = await tx.creditedDispute.findMany({
    where: { counted: false },
    orderBy: { period: 'asc' },
  });
  const taken: Credit[] = [];
  const result: CountedSlot[] = [];
  for (const slot of slots) {
    const key = keyOf(slot.dealId, slot.slot, slot.generation);
    const own = credits.filter(
      (credit) =>
        keyOf(credit.dealId, credit.index, credit.generation) === key &&
        credit.period <= slot.work.countedPeriod,
    );
    result.push({ ...slot, work: await takeAll(tx, slot, own) });
    taken.push(...own);
  }
  return { slots: result, taken };
}

/** Accounts know of these from now on. After `saveWork`, which has the slots' locks. */
export async function markCounted(tx: Tx, taken: readonly Credit[]): Promise<void> {
  for (const { dealId, index, generation, period } of taken) {
    await tx.creditedDispute.update({
      where: { dealId_index_generation_period: { dealId, index, generation, period } },
      data: { counted: true },
    });
  }
}

async function takeAll(tx: Tx, slot: CountedSlot, credits: readonly Credit[]): Promise<WorkState> {
  let { work } = slot;
  const earlier: bigint[] = [];
  for (const { period, periods } of credits) {
    const time = await timeAround(tx, slot, period, earlier);
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
): Promise<DisputedTime> {
  const { hoursMap, maxSpan, start, accrualEnd, work } = slot;
  const { before, after } = await neighbours(tx, slot, period);
  const newest = [...credited, before].reduce(max);
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

/** The accepted or credited proofs beside a period that the account knows of; its own is the one before. */
async function neighbours(
  tx: Tx,
  slot: CountedSlot,
  period: bigint,
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
        AND c."generation" = ${slot.generation} AND c."counted"
    ) AS known`;
  return { before: row?.before ?? 0n, after: row?.after ?? null };
}
