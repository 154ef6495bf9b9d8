import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readiness } from '@/lib/core/protocol/network';
import { deployment, publicClient, UNFUNDED } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import { objectStore } from '@/lib/server/object-store';

const CHECK_MS = 5000;
const HEARTBEAT_MS = 30_000;
const PROBE_KEY = 'probes/ready';

/** Says in a few words what was found, or throws. */
type Check = () => Promise<string>;

async function database(): Promise<string> {
  await db().$queryRaw`SELECT 1`;
  return 'answers';
}

/** Every migration of this version must be in the database, and none half-way. */
async function migrations(): Promise<string> {
  const folder = path.join(process.cwd(), 'prisma', 'migrations');
  const entries = await readdir(folder, { withFileTypes: true });
  const known = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const rows = await db().$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM "_prisma_migrations"
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map((row) => row.name));
  const missing = known.filter((name) => !applied.has(name));
  if (missing.length > 0) throw new Error(`not applied: ${missing.join(', ')}`);
  return `${known.length} applied`;
}

async function chain(): Promise<string> {
  const client = publicClient();
  const { registry } = deployment().contracts;
  const [chainId, block, code] = await Promise.all([
    client.getChainId(),
    client.getBlockNumber(),
    client.getCode({ address: registry }),
  ]);
  const expected = serverEnv().chainId;
  if (chainId !== expected) throw new Error(`chain ${chainId} instead of ${expected}`);
  if (!code) throw new Error('the registry is not deployed on this chain');
  return `block ${block}`;
}

async function store(): Promise<string> {
  await objectStore().put(PROBE_KEY, new TextEncoder().encode('ready'));
  return 'writable';
}

async function worker(): Promise<string> {
  const since = new Date(Date.now() - HEARTBEAT_MS);
  const count = await db().workerHeartbeat.count({
    where: { id: { startsWith: 'worker:' }, beatAt: { gte: since } },
  });
  if (count === 0) throw new Error('no worker has reported for 30 seconds');
  return `${count} at work`;
}

function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${CHECK_MS / 1000} s`)), CHECK_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The first line only: later lines of database and RPC errors carry addresses. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n')[0]?.slice(0, 200) || 'failed';
}

async function run(name: string, check: Check) {
  try {
    return { name, ok: true, detail: await within(check()) };
  } catch (error) {
    logger.warn({ err: error, check: name }, 'not ready');
    return { name, ok: false, detail: firstLine(error) };
  }
}

/** One sentence for each of the platform's accounts that has too little money to go on. */
async function unfundedSigners(): Promise<string[]> {
  const rows = await db().transaction.findMany({
    where: { errorCode: UNFUNDED, status: { in: ['QUEUED', 'SIGNED', 'SENT'] } },
    distinct: ['signer'],
    orderBy: [{ signer: 'asc' }, { createdAt: 'asc' }],
    select: { error: true },
  });
  return rows.flatMap(({ error }) => (error === null ? [] : [error]));
}

/** Asks everything that the portal needs, one line each. */
export async function checkReadiness(): Promise<Readiness> {
  const checks = await Promise.all([
    run('database', database),
    run('migrations', migrations),
    run('chain', chain),
    run('object store', store),
    run('worker', worker),
  ]);
  const warnings = await within(unfundedSigners()).catch(() => []); // the database check tells why
  return { ok: checks.every((check) => check.ok), checks, warnings };
}
