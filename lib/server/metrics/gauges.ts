import { Gauge, Registry } from 'prom-client';
import { publicClient, UNFUNDED } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';

interface Sample {
  labels?: Record<string, string>;
  value: number;
}

interface Source {
  name: string;
  help: string;
  labelNames?: string[];
  read(): Promise<Sample[]>;
}

async function byStatus(table: 'deal' | 'period' | 'transaction'): Promise<Sample[]> {
  const by = { by: ['status' as const], _count: true as const };
  const groups =
    table === 'deal'
      ? await db().deal.groupBy(by)
      : table === 'period'
        ? await db().period.groupBy(by)
        : await db().transaction.groupBy(by);
  return groups.map((group) => ({ labels: { status: group.status }, value: group._count }));
}

/** Jobs that wait or run, and those that failed for good (dead-letter queues end in `.dead`). */
async function queueDepths(): Promise<Sample[]> {
  const rows = await db().$queryRaw<{ name: string; state: string; count: bigint }[]>`
    SELECT name, state::text AS state, count(*) AS count FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active', 'failed') GROUP BY name, state`;
  return rows.map(({ name, state, count }) => ({
    labels: { queue: name, state },
    value: Number(count),
  }));
}

/** Blocks that the rows are behind the newest one. */
async function chainLag(): Promise<Sample[]> {
  const { chainId } = serverEnv();
  const [newest, cursor] = await Promise.all([
    publicClient().getBlockNumber(),
    db().chainCursor.findUnique({ where: { chainId } }),
  ]);
  return cursor ? [{ value: Number(newest - cursor.blockNumber) }] : [];
}

async function nodes(): Promise<Sample[]> {
  const groups = await db().node.groupBy({ by: ['retired'], _count: true });
  return groups.map(({ retired, _count }) => ({
    labels: { retired: String(retired) },
    value: _count,
  }));
}

/** Transactions that wait until somebody sends their signer money. */
async function unfunded(): Promise<Sample[]> {
  const groups = await db().transaction.groupBy({
    by: ['signer'],
    where: { errorCode: UNFUNDED, status: { in: ['QUEUED', 'SIGNED', 'SENT'] } },
    _count: true,
  });
  return groups.map(({ signer, _count }) => ({ labels: { signer }, value: _count }));
}

const sources: Source[] = [
  {
    name: 'msp_deals',
    help: 'Deals by status.',
    labelNames: ['status'],
    read: () => byStatus('deal'),
  },
  { name: 'msp_nodes', help: 'Registered nodes.', labelNames: ['retired'], read: nodes },
  {
    name: 'msp_periods',
    help: 'Proving periods by status.',
    labelNames: ['status'],
    read: () => byStatus('period'),
  },
  {
    name: 'msp_outbox_transactions',
    help: 'Outbox transactions by status.',
    labelNames: ['status'],
    read: () => byStatus('transaction'),
  },
  {
    name: 'msp_outbox_unfunded',
    help: 'Transactions that wait because their signer has too little money.',
    labelNames: ['signer'],
    read: unfunded,
  },
  {
    name: 'msp_jobs',
    help: 'Jobs by queue and state.',
    labelNames: ['queue', 'state'],
    read: queueDepths,
  },
  {
    name: 'msp_chain_lag_blocks',
    help: 'Blocks between the newest one and the newest processed one.',
    read: chainLag,
  },
];

/**
 * Figures that are read when somebody asks. A source that fails is left out: the others are most
 * wanted exactly then.
 */
export async function readGauges(): Promise<Registry> {
  const registry = new Registry();
  const fill = async ({ name, help, labelNames, read }: Source) => {
    const samples = await read();
    const gauge = new Gauge({ name, help, labelNames: labelNames ?? [], registers: [registry] });
    for (const { labels, value } of samples) gauge.set(labels ?? {}, value);
  };
  await Promise.all(
    sources.map((source) =>
      fill(source).catch((err) => logger.warn({ err, metric: source.name }, 'metric not read')),
    ),
  );
  return registry;
}
