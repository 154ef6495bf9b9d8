import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startPlatform } from '../../scripts/lib/platform.mjs';
import { prepare } from '../../scripts/lib/prepare.mjs';
import { startControl } from './control';
import { knownPortalUrl, shellEnv, tellTests } from './env';
import { startPush } from './push';

/** Computers of the run: more than a small plan needs, so that one can be left out or replaced. */
const FLEET_SIZE = 8;

/**
 * One platform of the `test` profile with a small fleet for the whole run. With E2E_PORTAL_URL and
 * E2E_DATABASE_URL set, the tests use that one instead and leave it as it is.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (knownPortalUrl()) return async () => undefined;
  await prepare(() => undefined);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-e2e-'));
  const push = await startPush();
  const platform = await startPlatform({
    profile: 'test',
    dataDir,
    ports: { portal: 0, anvil: 0, postgres: 0, fleet: 0 },
    fleetSize: FLEET_SIZE,
    env: { ...shellEnv(), ...push.settings },
  });
  const control = await startControl(platform);
  tellTests({ ...platform.urls, control: control.url, push: push.url });
  return async () => {
    await control.stop();
    await platform.stop();
    await push.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
