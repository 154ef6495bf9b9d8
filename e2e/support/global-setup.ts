import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startPlatform } from '../../scripts/lib/platform.mjs';
import { prepare } from '../../scripts/lib/prepare.mjs';

/** One platform of the `test` profile, without nodes, for the whole run. */
export default async function setup(): Promise<() => Promise<void>> {
  await prepare(() => undefined);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-e2e-'));
  const platform = await startPlatform({
    profile: 'test',
    dataDir,
    ports: { portal: 0, anvil: 0, postgres: 0 },
    fleetSize: 0,
  });
  // The tests run in processes of their own, which inherit this.
  process.env.E2E_PORTAL_URL = platform.urls.portal;
  process.env.E2E_DATABASE_URL = platform.urls.database;
  return async () => {
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
