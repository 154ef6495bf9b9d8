import pg from 'pg';
import type { Logger } from 'pino';
import { JOBS_CHANNEL } from '@/lib/server/jobs';
import { pause } from '@/lib/server/singleton';

/**
 * Calls `wake` with a queue's name as soon as a job for it is committed. Polling goes on beside
 * it, so a broken connection costs only time.
 */
export async function listenForJobs(
  databaseUrl: string,
  wake: (queue: string) => void,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'msp-jobs-listen',
      keepAlive: true,
    });
    try {
      await listen(client, wake, signal);
    } catch (error) {
      log.warn({ err: error }, 'job listener lost its connection');
    } finally {
      await client.end().catch(() => undefined); // ending a broken connection may fail: it is gone
    }
    await pause(1000, signal);
  }
}

async function listen(
  client: pg.Client,
  wake: (queue: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await client.connect();
  client.on('notification', (message) => wake(message.payload ?? ''));
  await client.query(`LISTEN ${JOBS_CHANNEL}`);
  await new Promise<void>((resolve, reject) => {
    client.once('error', reject);
    client.once('end', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
