import { REACHABLE_MS } from '@/lib/core/nodes';
import type { AdminOverviewJson } from '@/lib/core/protocol/admin';
import { chainClock } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { boss } from '@/lib/server/jobs';
import type { ChainProgress } from '@/lib/server/lifecycle';
import { logger } from '@/lib/server/logger';
import { checkReadiness } from '@/lib/server/network';
import { PENDING } from '../transactions';
import { clockOf } from './proofs';

const DAY_MS = 24 * 3_600_000;
/** As `/api/ready`: a worker that is silent for longer is gone. */
const WORKER_MS = 30_000;

const ago = (ms: number) => new Date(Date.now() - ms);

/** The chain as it says itself, and how far the rows are. */
export async function chainHealth(
  progress: ChainProgress | null,
): Promise<AdminOverviewJson['chain']> {
  const processed = progress?.blockNumber.toString();
  try {
    const clock = await chainClock();
    const lag = progress ? Number(clock.finalisedBlock - progress.blockNumber) : undefined;
    return {
      ...clockOf(),
      head: `${clock.blockNumber}`,
      finalised: `${clock.finalisedBlock}`,
      processed,
      lag: lag === undefined ? undefined : Math.max(0, lag),
      period: `${clock.period}`,
    };
  } catch (error) {
    logger.warn({ err: error }, 'the chain does not answer');
    return { ...clockOf(), processed, problem: 'The chain does not answer.' };
  }
}

/** Jobs by what becomes of them next. */
export async function jobCounts(): Promise<AdminOverviewJson['jobs']> {
  await boss();
  const rows = await db().$queryRaw<{ dead: boolean; state: string; count: bigint }[]>`
    SELECT name LIKE '%.dead' AS dead, state::text AS state, count(*) AS count FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active') GROUP BY 1, 2`;
  const of = (dead: boolean, state: string) =>
    Number(rows.find((row) => row.dead === dead && row.state === state)?.count ?? 0n);
  return {
    waiting: of(false, 'created'),
    running: of(false, 'active'),
    retrying: of(false, 'retry'),
    dead: of(true, 'created'),
  };
}

/** What is on its way to the chain. */
export async function transactionHealth(): Promise<AdminOverviewJson['transactions']> {
  const where = { status: { in: [...PENDING] } };
  const [pending, oldest, failedToday] = await Promise.all([
    db().transaction.count({ where }),
    db().transaction.findFirst({ where, orderBy: { createdAt: 'asc' } }),
    db().transaction.count({ where: { status: 'FAILED', createdAt: { gte: ago(DAY_MS) } } }),
  ]);
  const age = oldest && Math.floor((Date.now() - oldest.createdAt.getTime()) / 1000);
  return { pending, oldestSeconds: age === null ? undefined : Math.max(0, age), failedToday };
}

/** The store is asked as `/api/ready` asks it. */
export async function storeHealth(): Promise<AdminOverviewJson['objectStore']> {
  const { checks } = await checkReadiness();
  const found = checks.find((check) => check.name === 'object store');
  return { ok: found?.ok ?? false, detail: found?.detail ?? 'not asked' };
}

export async function workerHealth(): Promise<AdminOverviewJson['workers']> {
  const rows = await db().workerHeartbeat.findMany({
    where: { beatAt: { gte: ago(WORKER_MS) } },
  });
  const count = rows.filter((row) => row.id.startsWith('worker:')).length;
  return { count, leads: [...new Set(rows.flatMap((row) => row.leads))].sort() };
}

export async function dealCounts(): Promise<AdminOverviewJson['deals']> {
  const groups = await db().deal.groupBy({ by: ['status'], _count: true });
  return groups.map(({ status, _count }) => ({ status, count: _count }));
}

export async function nodeCounts(): Promise<AdminOverviewJson['nodes']> {
  const registered = { retired: false };
  const [all, accepting, seen] = await Promise.all([
    db().node.count({ where: registered }),
    db().node.count({ where: { ...registered, accepting: true } }),
    db().nodeProfile.findMany({
      where: { lastSeenAt: { gte: ago(REACHABLE_MS) } },
      select: { operator: true },
    }),
  ]);
  const operators = seen.map((row) => row.operator);
  const online = await db().node.count({ where: { ...registered, operator: { in: operators } } });
  return { registered: all, accepting, online };
}
