import pg from 'pg';

/** First half of the lock's key; the second is a hash of the job's id. */
const LOCK_CLASS = 0x6d737031;

/** Jobs that are marked as running although no process holds their lock: their worker died. */
export const ABANDONED_SQL = `
  SELECT id, name FROM (
    SELECT id, name FROM pgboss.job
    WHERE state = 'active' AND name = ANY($1::text[]) AND started_on < now() - interval '3 seconds'
    OFFSET 0
  ) running
  WHERE pg_try_advisory_xact_lock(${LOCK_CLASS}, hashtext(id::text))`;

/**
 * One database session whose locks say which jobs this process is running. They vanish with the
 * process, however it ends, so that nobody waits for a job's expiry after a kill.
 */
export interface JobLocks {
  /** False when another process is running the job. */
  take(jobId: string): Promise<boolean>;
  release(jobId: string): Promise<void>;
  /** Aborted when the session broke: every lock is lost, so every job must stop. */
  readonly lost: AbortSignal;
  close(): Promise<void>;
}

export async function openJobLocks(databaseUrl: string): Promise<JobLocks> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'msp-jobs',
    keepAlive: true,
  });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  await client.connect();
  const ask = async (name: string, jobId: string): Promise<boolean> => {
    const { rows } = await client.query(`SELECT ${name}(${LOCK_CLASS}, hashtext($1)) AS done`, [
      jobId,
    ]);
    return rows[0]?.done === true;
  };
  return {
    take: (jobId) => ask('pg_try_advisory_lock', jobId),
    release: async (jobId) => {
      if (!lost.signal.aborted) await ask('pg_advisory_unlock', jobId);
    },
    lost: lost.signal,
    close: () => client.end(),
  };
}
