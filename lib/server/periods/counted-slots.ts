import type { Hex, WorkLeaf, WorkState } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import { lockSlots } from '@/lib/server/lock-order';

/** A generation that went live, of a deal that has not ended, with its account so far. */
export interface CountedSlot {
  dealId: string;
  deal: Hex;
  slot: number;
  generation: number;
  node: Hex;
  hoursMap: bigint;
  maxSpan: number;
  start: bigint;
  accrualEnd: bigint;
  /** True while the generation can still be replaced. */
  replaceable: boolean;
  work: WorkState;
}

const NEVER = (1n << 62n) - 1n;
const ascending = (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b));

/** Ends of accrual that a deal knows of; the earliest counts. */
export interface DealEnds {
  accrualEnd: bigint | null;
  endPeriod: bigint | null;
  fundedUntil: bigint | null;
}

/** accrualEnd = min(end of term, close by the client, fundedUntil), for a generation also its own end. */
export function accrualEndOf(deal: DealEnds, end: bigint | null = null): bigint {
  const ends = [deal.accrualEnd, deal.endPeriod, deal.fundedUntil, end].filter((e) => e !== null);
  return ends.sort(ascending)[0] ?? NEVER;
}

/** Content and terms of a deal are large, and every slot would bring them along. */
const neededOfDeal = {
  address: true,
  status: true,
  accrualEnd: true,
  endPeriod: true,
  fundedUntil: true,
} as const;

/** All generations that have an account, in no particular order. */
export async function countedSlots(tx: Tx): Promise<CountedSlot[]> {
  const rows = await tx.slot.findMany({
    where: { start: { not: null }, deal: { status: { in: ['ACTIVE', 'CLOSING'] } } },
    include: { deal: { select: neededOfDeal } },
  });
  return rows.flatMap((row): CountedSlot[] => {
    if (row.start === null || row.deal.address === null) return [];
    return [
      {
        dealId: row.dealId,
        deal: row.deal.address as Hex,
        slot: row.index,
        generation: row.generation,
        node: row.node as Hex,
        hoursMap: BigInt(row.hoursMap),
        maxSpan: row.maxSpan,
        start: row.start,
        accrualEnd: accrualEndOf(row.deal, row.end),
        replaceable: row.state === 'LIVE' && row.deal.status === 'ACTIVE',
        work: {
          provenPeriods: row.provenPeriods,
          fulfilments: row.fulfilments,
          commitments: row.commitments,
          lastAccepted: row.lastAccepted,
          missedSince: row.missedSince,
          waypoints: row.waypoints,
          countedPeriod: row.countedPeriod,
          overCredited: row.overCredited,
        },
      },
    ];
  });
}

/** The leaf that a slot's account makes. */
export function leafOf({ deal, slot, generation, work }: CountedSlot): WorkLeaf {
  const { provenPeriods, fulfilments, commitments, lastAccepted } = work;
  return { deal, slot, generation, provenPeriods, fulfilments, commitments, lastAccepted };
}

/** Writes the accounts back, all in one statement. */
export async function saveWork(tx: Tx, slots: readonly CountedSlot[]): Promise<void> {
  if (slots.length === 0) return;
  // An UPDATE takes its locks as it finds the rows; the follower may be at some of them.
  await lockSlots(tx, slots);
  const rows = slots.map(({ dealId, slot, generation, work }) => ({
    ...work,
    dealId,
    index: slot,
    generation,
    provenPeriods: `${work.provenPeriods}`,
    lastAccepted: `${work.lastAccepted}`,
    countedPeriod: `${work.countedPeriod}`,
    overCredited: `${work.overCredited}`,
    waypoints: work.waypoints.map(String),
  }));
  await tx.$executeRaw`
    UPDATE "Slot" AS s SET
      "provenPeriods" = v."provenPeriods",
      "fulfilments" = v."fulfilments",
      "commitments" = v."commitments",
      "lastAccepted" = v."lastAccepted",
      "missedSince" = v."missedSince",
      "waypoints" = ARRAY(SELECT jsonb_array_elements_text(v."waypoints")::bigint),
      "countedPeriod" = v."countedPeriod",
      "overCredited" = v."overCredited"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS v(
      "dealId" text, "index" int, "generation" int, "provenPeriods" bigint, "fulfilments" int,
      "commitments" int, "lastAccepted" bigint, "missedSince" int, "waypoints" jsonb,
      "countedPeriod" bigint, "overCredited" bigint)
    WHERE s."dealId" = v."dealId" AND s."index" = v."index" AND s."generation" = v."generation"`;
}
