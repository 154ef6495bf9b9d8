import { privateKeyToAccount } from 'viem/accounts';
import { runDaemon } from '../daemon';
import type { Log } from '../daemon/log';
import { applyOverrides, type ConfigOverrides, readConfig } from '../store/config';
import type { Home } from '../store/home';
import { decryptKey, readKeystore } from '../store/keystore';

/** What `run` needs. */
export interface RunRequest {
  home: Home;
  password: () => Promise<string>;
  /** For this run only. */
  overrides?: ConfigOverrides;
  log: Log;
  signal: AbortSignal;
}

/**
 * Runs the agent until aborted.
 *
 * @throws AppError `AGENT_CONFIG_*`, `AGENT_KEYSTORE_INVALID`, `AGENT_PASSWORD_*`, `AGENT_HOME_LOCKED`
 */
export async function run(request: RunRequest): Promise<void> {
  const { home, log, signal } = request;
  const config = applyOverrides(await readConfig(home.config), request.overrides ?? {});
  const keystore = await readKeystore(home.keystore);
  const operator = privateKeyToAccount(await decryptKey(keystore, await request.password()));
  await runDaemon({ home, config, operator, log, signal });
}
