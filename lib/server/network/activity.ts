import { isCommitted } from '@/lib/core/deals';
import { hoursMapFromHex, isReachable } from '@/lib/core/nodes';
import type { NetworkActivityJson } from '@/lib/core/protocol/activity';
import {
  DAY_PERIODS,
  hourOfWeek,
  isPromised,
  periodOf,
  periodStart,
} from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import { chainProgress, profile } from '@/lib/server/lifecycle';
import { accrualEndOf } from '@/lib/server/periods/counted-slots';
import { networkFigures } from './figures';

/** Hours before the current one; the rest of the day lies ahead. */
const BACK = 12n;
const MOST_ROWS = 24;

/** The network's clock: the chain's where it is known, else this computer's. */
async function currentPeriod(): Promise<bigint> {
  const progress = await chainProgress();
  return progress?.period ?? periodOf(Date.now() / 1000, profile().periodSeconds);
}

async function nodesNow() {
  const [nodes, profiles] = await Promise.all([
    db().node.findMany({
      where: { retired: false },
      select: { operator: true, hoursMap: true },
      orderBy: { operator: 'asc' },
    }),
    db().nodeProfile.findMany({
      select: { operator: true, region: true, timeZone: true, lastSeenAt: true },
    }),
  ]);
  const profileOf = new Map(profiles.map((row) => [row.operator, row]));
  const now = new Date();
  return nodes.map(({ operator, hoursMap }) => {
    const known = profileOf.get(operator);
    return {
      operator,
      hoursMap: hoursMapFromHex(hoursMap),
      region: known?.region ?? undefined,
      timeZone: known?.timeZone,
      online: isReachable(known?.lastSeenAt, now),
    };
  });
}

type NodeNow = Awaited<ReturnType<typeof nodesNow>>[number];

/** Accepted proofs by `operator/period`, of the shown nodes only. */
async function keptBy(operators: readonly string[], from: bigint): Promise<Set<string>> {
  const rows = await db().postSubmission.findMany({
    where: {
      operator: { in: [...operators] },
      period: { gte: from },
      verdicts: { some: { status: 'ACCEPTED' } },
    },
    select: { operator: true, period: true },
  });
  return new Set(rows.map(({ operator, period }) => `${operator}/${period}`));
}

/** Whether a node owed a proof in a period: to a slot that it holds or, until then, held. */
async function owedBy(operators: readonly string[], from: bigint) {
  const slots = await db().slot.findMany({
    where: {
      node: { in: [...operators] },
      start: { not: null },
      OR: [{ state: 'LIVE' }, { end: { gt: from } }],
    },
    select: {
      node: true,
      hoursMap: true,
      start: true,
      end: true,
      deal: { select: { accrualEnd: true, endPeriod: true, fundedUntil: true } },
    },
  });
  return (operator: string, period: bigint) =>
    slots.some(({ node, hoursMap, start, end, deal }) => {
      if (node !== operator || start === null) return false;
      const accrualEnd = accrualEndOf(deal, end);
      return isCommitted({ hoursMap: BigInt(hoursMap), start, accrualEnd }, period);
    });
}

async function rowsOf(nodes: readonly NodeNow[], periods: readonly bigint[], closed: Set<bigint>) {
  const shown = [...nodes].sort((a, b) => Number(b.online) - Number(a.online)).slice(0, MOST_ROWS);
  const operators = shown.map(({ operator }) => operator);
  const from = periods[0] ?? 0n;
  const [kept, owes] = await Promise.all([keptBy(operators, from), owedBy(operators, from)]);
  const cell = ({ operator, hoursMap }: NodeNow, period: bigint) => {
    if (kept.has(`${operator}/${period}`)) return 'k';
    if (closed.has(period) && owes(operator, period)) return 'm';
    return isPromised(hoursMap, period) ? 'p' : '-';
  };
  return shown.map((node) => {
    const { operator, region, timeZone, online } = node;
    const cells = periods.map((period) => cell(node, period)).join('');
    return { operator, region, timeZone, online, cells };
  });
}

/** The 24 hours around now and the figures of the home page. */
export async function networkActivity(): Promise<NetworkActivityJson> {
  const { periodSeconds, simulatedClock } = profile();
  const now = await currentPeriod();
  const periods = Array.from({ length: DAY_PERIODS }, (_, i) => now - BACK + BigInt(i));
  const [nodes, figures, day] = await Promise.all([
    nodesNow(),
    networkFigures(),
    db().period.findMany({
      where: { status: { not: 'OPEN' } },
      orderBy: { index: 'desc' },
      take: DAY_PERIODS,
    }),
  ]);
  const closedOf = new Map(day.map((row) => [row.index, row]));
  const judged = new Set(day.filter((row) => row.status !== 'VOID').map((row) => row.index));
  const sum = (of: (row: (typeof day)[number]) => number) =>
    day.reduce((total, row) => total + of(row), 0);
  return {
    period: `${now}`,
    periodStartsAt: periodStart(now, periodSeconds) * 1000,
    periodSeconds,
    simulatedClock,
    hours: periods.map((period) => ({
      period: `${period}`,
      hour: hourOfWeek(period),
      promised: nodes.filter(({ hoursMap }) => isPromised(hoursMap, period)).length,
      due: closedOf.get(period)?.due,
      accepted: closedOf.get(period)?.accepted,
    })),
    rows: await rowsOf(nodes, periods, judged),
    nodes: {
      registered: figures.nodes,
      online: nodes.filter(({ online }) => online).length,
    },
    capacityBytes: `${figures.capacityBytes}`,
    reservedBytes: `${figures.reservedBytes}`,
    deals: { active: figures.activeDeals, all: figures.deals },
    proofs: {
      due: sum((row) => row.due),
      // A sector's first hour may bring a proof that is not due yet; it makes up for no other.
      accepted: sum((row) => Math.min(row.accepted, row.due)),
    },
  };
}
