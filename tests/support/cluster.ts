import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { closeDb } from '@/lib/server/db';
import { boss, closeBoss } from '@/lib/server/jobs';
import { ensureDatabase, migrate } from '@/scripts/lib/migrate.mjs';
import { endOrphans, noteChild } from '@/scripts/lib/orphans.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';
import { startPostgres } from '@/scripts/lib/postgres.mjs';
import { setTestEnv } from './env';

/** Notes about servers that tests started, for a later run to end what a killed one left. */
export const NOTES = path.join(os.tmpdir(), 'msp-test-processes');

/** A migrated database with all queues, from which each test's own is copied. */
export const TEMPLATE = 'msp_template';

/** One throwaway PostgreSQL with the template in it. */
export async function startCluster(): Promise<{ serverUrl: string; stop: () => Promise<void> }> {
  await endOrphans(NOTES);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-test-pg-'));
  const { child, url } = await startPostgres({
    dataDir,
    port: await freePort(),
    logFile: path.join(dataDir, 'postgres.log'),
    throwaway: true,
  });
  const forget = noteChild(NOTES, child, { remove: dataDir });
  await fillTemplate(url);
  const stop = async () => {
    await child.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
    forget();
  };
  return { serverUrl: url('postgres'), stop };
}

async function fillTemplate(url: (database: string) => string): Promise<void> {
  await ensureDatabase(url('postgres'), TEMPLATE);
  await migrate(url(TEMPLATE), path.resolve(import.meta.dirname, '../../prisma/migrations'));
  setTestEnv({ DATABASE_URL: url(TEMPLATE) });
  await boss();
  await closeBoss();
  await closeDb();
}
