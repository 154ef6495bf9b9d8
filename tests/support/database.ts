import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { closeDb } from '@/lib/server/db';
import { closeBoss } from '@/lib/server/jobs';
import { TEMPLATE } from './cluster';
import { setTestEnv } from './env';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the run's PostgreSQL server. */
    postgresServer: string;
  }
}

export interface TestDatabase {
  url: string;
  /** Closes the process's connections and drops the database. */
  stop(): Promise<void>;
}

/**
 * A fresh migrated database of its own; `db()`, `pgPool()` and `enqueue()` use it from now on.
 * Only in `*.integration.test.ts` and `*.life.test.ts`, whose runs have a server.
 */
export async function startTestDatabase(): Promise<TestDatabase> {
  const server = inject('postgresServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  await closeBoss();
  await closeDb();
  setTestEnv({ DATABASE_URL: url });
  return {
    url,
    stop: async () => {
      await closeBoss();
      await closeDb();
      await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
