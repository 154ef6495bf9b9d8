import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startPlatform } from '../../scripts/lib/platform.mjs';
import { prepare } from '../../scripts/lib/prepare.mjs';
import { startControl } from './control';

/** Computers of the run: more than a small plan needs, so that one can be left out or replaced. */
const FLEET_SIZE = 8;

/**
 * One platform of the `test` profile with a small fleet for the whole run. With E2E_PORTAL_URL and
 * E2E_DATABASE_URL set, the tests use that one instead and leave it as it is.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.E2E_PORTAL_URL) return async () => undefined;
  await prepare(() => undefined);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-e2e-'));
  const platform = await startPlatform({
    profile: 'test',
    dataDir,
    ports: { portal: 0, anvil: 0, postgres: 0, fleet: 0 },
    fleetSize: FLEET_SIZE,
  });
  const control = await startControl(platform);
  // The tests run in processes of their own, which inherit this.
  process.env.E2E_PORTAL_URL = platform.urls.portal;
  process.env.E2E_DATABASE_URL = platform.urls.database;
  process.env.E2E_CONTROL_URL = control.url;
  return async () => {
    await control.stop();
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
