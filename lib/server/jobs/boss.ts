import PgBoss from 'pg-boss';
import { pgPool } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import { queueNames, queues } from './queues';

/** Channel on which {@link enqueue} announces a queue's name, so that workers need not wait. */
export const JOBS_CHANNEL = 'msp_jobs';

// Portal and worker use pg-boss on the plain pool. Neither cron nor its own worker loop are used:
// due times come from rows, and worker/src/job-runner.ts fetches.
function create(supervise: boolean): PgBoss {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pgPool().query(text, values) },
    supervise,
    schedule: false,
    migrate: true,
    archiveCompletedAfterSeconds: 60 * 60,
    archiveFailedAfterSeconds: 7 * 24 * 60 * 60,
    deleteAfterDays: 14,
  });
  boss.on('error', (error) => {
    // A lost database connection shows up in every later call as well, and pg-boss goes on.
    logger.error({ err: error }, 'pg-boss');
  });
  return boss;
}

/** Creates what is missing: the pg-boss schema, every queue and its dead-letter queue. */
async function install(boss: PgBoss): Promise<void> {
  const existing = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const name of queueNames) {
    const { deadLetter, expireInSeconds, retryLimit, retryDelay } = queues[name];
    if (!existing.has(deadLetter)) await boss.createQueue(deadLetter, { name: deadLetter });
    if (existing.has(name)) continue;
    // `short`: at most one waiting job per singleton key, which enqueue() always gives.
    await boss.createQueue(name, {
      name,
      policy: 'short',
      deadLetter,
      expireInSeconds,
      retryLimit,
      retryDelay,
      retryBackoff: true,
      retentionDays: 14,
    });
  }
}

const holder = globalThis as typeof globalThis & { __mspBoss?: Promise<PgBoss> };

/**
 * The process's pg-boss, started and with every queue present. The first call decides whether
 * this process also does pg-boss's upkeep (workers do).
 */
export function boss(options: { supervise?: boolean } = {}): Promise<PgBoss> {
  holder.__mspBoss ??= start(options.supervise ?? false).catch((error) => {
    holder.__mspBoss = undefined;
    throw error;
  });
  return holder.__mspBoss;
}

async function start(supervise: boolean): Promise<PgBoss> {
  const instance = create(supervise);
  await instance.start();
  await install(instance);
  return instance;
}

/** Stops pg-boss; jobs that this process still holds are left to be taken up again. */
export async function closeBoss(): Promise<void> {
  const running = holder.__mspBoss;
  holder.__mspBoss = undefined;
  if (running) await (await running).stop({ graceful: false, close: false });
}
