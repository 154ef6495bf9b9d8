import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { Logger } from 'pino';
import { db } from '@/lib/server/db';
import { pause } from '@/lib/server/singleton';

const EVERY_MS = 5000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Other rows of the table are not of worker processes. */
const WORKER_ROWS = 'worker:';

/** Keeps a row of this process fresh; `/api/ready` and admins read it. Removes it at the end. */
export async function heartbeat(
  leads: ReadonlySet<string>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const id = `${WORKER_ROWS}${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  while (!signal.aborted) {
    try {
      const beat = { beatAt: new Date(), leads: [...leads].sort() };
      await db().workerHeartbeat.upsert({ where: { id }, create: { id, ...beat }, update: beat });
      const old = new Date(Date.now() - DAY_MS);
      await db().workerHeartbeat.deleteMany({
        where: { id: { startsWith: WORKER_ROWS }, beatAt: { lt: old } },
      });
    } catch (error) {
      log.error({ err: error }, 'cannot write the heartbeat');
    }
    await pause(EVERY_MS, signal);
  }
  await db().workerHeartbeat.deleteMany({ where: { id } });
}
