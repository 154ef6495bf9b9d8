import type { AdminOverviewJson } from '@/lib/core/protocol/admin';
import { DAY_PERIODS } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import { type ChainProgress, profile } from '@/lib/server/lifecycle';
import { newestClosable, nextPeriod } from '@/lib/server/periods/due-periods';
import { openProofs, slotsToProve } from '../periods/open-proofs';

/** Periods that are looked into for late proofs; more than that are overdue as a whole. */
const MOST_OPEN = 3n;

const hasProof = (proof: { state: string }) => proof.state !== 'waiting';

/** What is promised for the current period, what has come, and what is late. */
async function currentProofs(progress: ChainProgress | null) {
  if (!progress) return { due: 0, received: 0, late: 0 };
  const { period } = progress;
  const slots = await slotsToProve();
  const due = (await openProofs(period, slots)).filter((proof) => proof.due);
  const next = (await nextPeriod()) ?? period;
  let late = 0;
  for (let open = next > period - MOST_OPEN ? next : period - MOST_OPEN; open < period; open++) {
    const proofs = await openProofs(open, slots);
    late += proofs.filter((proof) => proof.due && !hasProof(proof)).length;
  }
  return { due: due.length, received: due.filter(hasProof).length, late };
}

const newestClosed = () =>
  db().period.findMany({
    where: { status: { not: 'OPEN' } },
    orderBy: { index: 'desc' },
    take: DAY_PERIODS,
  });

/** Periods by their state and the proofs of the last day of the protocol. */
export async function periodHealth(
  progress: ChainProgress | null,
): Promise<Pick<AdminOverviewJson, 'periods' | 'proofs'>> {
  const [closed, current, next] = await Promise.all([
    newestClosed(),
    currentProofs(progress),
    nextPeriod(),
  ]);
  const newest = closed[0];
  const closable = progress ? newestClosable(progress) : null;
  const behind = closable !== null && next !== null ? Number(closable - next + 1n) : 0;
  const sum = (of: (row: (typeof closed)[number]) => number) =>
    closed.reduce((total, row) => total + of(row), 0);
  return {
    periods: {
      lastClosed: newest?.index.toString(),
      lastClosedAt: newest?.closedAt?.toISOString(),
      overdue: Math.max(0, behind),
      void: closed.filter((row) => row.status === 'VOID').length,
    },
    proofs: {
      ...current,
      dayDue: sum((row) => row.due),
      dayAccepted: sum((row) => row.accepted),
      dayRejected: sum((row) => row.rejected),
    },
  };
}

/** How long a period takes, and whether that is real time. */
export const clockOf = () => {
  const { periodSeconds, simulatedClock } = profile();
  return { periodSeconds, simulatedClock };
};
