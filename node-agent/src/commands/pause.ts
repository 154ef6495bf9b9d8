import { rm, writeFile } from 'node:fs/promises';
import { readConfig } from '../store/config';
import type { Home } from '../store/home';
import { lockOwner } from '../store/lock';

/** What `pause` and `resume` did. */
export interface PauseResult {
  /** Sealing stands still from now on. */
  paused: boolean;
  /** Process of the agent that hears of it within seconds. */
  running?: number;
}

/**
 * Stops sealing in a home, or lets it go on; also while no agent runs there. Everything else, proofs
 * above all, continues.
 *
 * @throws AppError `AGENT_CONFIG_*`
 */
export async function setPaused(home: Home, paused: boolean): Promise<PauseResult> {
  await readConfig(home.config);
  if (paused) await writeFile(home.pause, '', { mode: 0o600 });
  else await rm(home.pause, { force: true });
  return { paused, running: await lockOwner(home.lock) };
}
