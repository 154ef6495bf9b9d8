import { isCommitted } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import type { Address, NodeWorkJson, WorkCellJson } from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { chainProgress, profile } from '@/lib/server/lifecycle';
import { accrualEndOf } from '@/lib/server/periods/counted-slots';
import { readDealEarnings } from './read-earnings';

/** Misses that one cell names; a node that was off missed all of them for the same reason. */
const MAX_MISSES = 5;

/** A generation that the node held live, with the span of its commitments. */
interface HeldSlot {
  dealId: string;
  deal: string;
  slot: number;
  generation: number;
  hoursMap: bigint;
  start: bigint;
  accrualEnd: bigint;
}

type Verdict = { status: string; reason: string | null };
type Miss = WorkCellJson['misses'][number];

const keyOf = (period: bigint, s: Pick<HeldSlot, 'dealId' | 'slot' | 'generation'>) =>
  `${period}/${s.dealId}/${s.slot}/${s.generation}`;

async function heldSlots(operator: Address, oldest: bigint): Promise<HeldSlot[]> {
  const rows = await db().slot.findMany({
    where: {
      node: operator,
      start: { not: null },
      OR: [{ end: null }, { end: { gte: oldest } }],
    },
    include: {
      deal: { select: { address: true, accrualEnd: true, endPeriod: true, fundedUntil: true } },
    },
  });
  return rows.flatMap((row): HeldSlot[] => {
    const { dealId, index: slot, generation, start, end, deal } = row;
    if (start === null || deal.address === null) return [];
    const accrualEnd = accrualEndOf(deal, end);
    if (accrualEnd <= oldest) return [];
    const hoursMap = BigInt(row.hoursMap);
    return [{ dealId, deal: deal.address, slot, generation, hoursMap, start, accrualEnd }];
  });
}

/** The best verdict on each sector in each period of the range. */
async function verdictsOf(operator: Address, oldest: bigint): Promise<Map<string, Verdict>> {
  const rows = await db().postVerdict.findMany({
    where: { period: { gte: oldest }, submission: { operator } },
    select: {
      period: true,
      dealId: true,
      slot: true,
      generation: true,
      status: true,
      reason: true,
    },
  });
  const best = new Map<string, Verdict>();
  for (const row of rows) {
    const key = keyOf(row.period, row);
    if (best.get(key)?.status !== 'ACCEPTED') best.set(key, row);
  }
  return best;
}

async function messagePeriods(operator: Address, oldest: bigint): Promise<Set<bigint>> {
  const rows = await db().postSubmission.findMany({
    where: { operator, period: { gte: oldest } },
    select: { period: true },
  });
  return new Set(rows.map((row) => row.period));
}

async function periodStatuses(oldest: bigint): Promise<Map<bigint, string>> {
  const rows = await db().period.findMany({
    where: { index: { gte: oldest } },
    select: { index: true, status: true },
  });
  return new Map(rows.map((row) => [row.index, row.status]));
}

function missOf(slot: HeldSlot, verdict: Verdict | undefined, hasMessage: boolean): Miss {
  const { deal, generation } = slot;
  const miss = { deal, slot: slot.slot, generation };
  if (verdict?.status === 'REJECTED') {
    return { ...miss, reason: 'rejected', detail: verdict.reason ?? undefined };
  }
  if (verdict?.status === 'SKIPPED') return { ...miss, reason: 'skipped' };
  if (verdict) return { ...miss, reason: 'unjudged' };
  return { ...miss, reason: hasMessage ? 'not-in-message' : 'no-message' };
}

function verdictOfPeriod(status: string | undefined, missed: number): WorkCellJson['verdict'] {
  if (status === 'VOID') return 'void';
  if (status !== 'CLOSED' && status !== 'POSTED') return 'open';
  return missed === 0 ? 'kept' : 'missed';
}

/** Everything that a cell is made of, read once for the whole range. */
interface Facts {
  slots: HeldSlot[];
  verdicts: Map<string, Verdict>;
  messages: Set<bigint>;
  statuses: Map<bigint, string>;
}

function cellOf({ slots, verdicts, messages, statuses }: Facts, period: bigint) {
  const due = slots.filter((slot) => isCommitted(slot, period));
  if (due.length === 0) return [];
  const missed = due.filter((slot) => verdicts.get(keyOf(period, slot))?.status !== 'ACCEPTED');
  const verdict = verdictOfPeriod(statuses.get(period), missed.length);
  const misses = missed
    .slice(0, verdict === 'missed' ? MAX_MISSES : 0)
    .map((slot) => missOf(slot, verdicts.get(keyOf(period, slot)), messages.has(period)));
  const kept = due.length - missed.length;
  return [{ period: period.toString(), verdict, due: due.length, kept, misses }];
}

/**
 * What a node promised and kept in the newest `periods` periods, the running one included, and what
 * each of its deals paid.
 * @throws AppError `NODE_NOT_FOUND`
 */
export async function readNodeWork(operator: Address, periods: number): Promise<NodeWorkJson> {
  const node = await db().node.findUnique({ where: { operator }, select: { operator: true } });
  if (!node) throw new AppError('NODE_NOT_FOUND', 'There is no such node.');
  const newest = (await chainProgress())?.period ?? 0n;
  const oldest = newest - BigInt(periods) + 1n;
  const [slots, verdicts, messages, statuses, deals] = await Promise.all([
    heldSlots(operator, oldest),
    verdictsOf(operator, oldest),
    messagePeriods(operator, oldest),
    periodStatuses(oldest),
    readDealEarnings(operator),
  ]);
  const facts = { slots, verdicts, messages, statuses };
  const range = Array.from({ length: periods }, (_, i) => oldest + BigInt(i));
  return {
    periodSeconds: profile().periodSeconds,
    newest: newest.toString(),
    oldest: (oldest < 0n ? 0n : oldest).toString(),
    cells: range.flatMap((period) => cellOf(facts, period)),
    deals,
  };
}
