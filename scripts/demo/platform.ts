import { AppError } from '@/lib/core/errors';
import { startPlatform } from '../lib/platform.mjs';
import { prepare } from '../lib/prepare.mjs';
import { runningPlatform } from '../lib/run-file.mjs';
import { dataDirOf } from '../lib/settings.mjs';

/** A platform to talk to, and how to let go of it. */
export interface OpenPlatform {
  urls: { portal: string; fleet: string };
  /** Stops it if it was started for this use. */
  release(): Promise<void>;
}

/**
 * The running platform of the data folder, or one that is started for this run.
 *
 * @throws AppError `PLATFORM_NOT_READY` when another process is still starting it
 */
export async function openPlatform(say: (line: string) => void): Promise<OpenPlatform> {
  const running = runningPlatform(dataDirOf(process.env));
  if (running) {
    if (!running.ready) {
      throw new AppError('PLATFORM_NOT_READY', 'The platform is still starting; try again soon.');
    }
    return { urls: running.urls, release: async () => undefined };
  }
  await prepare(say);
  const interrupted = new AbortController();
  const starting = startPlatform({ log: say, signal: interrupted.signal });
  const onSignal = async () => {
    interrupted.abort(new AppError('INTERRUPTED', 'The demo was given up.'));
    await starting.then((started) => started.stop()).catch(() => undefined);
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, onSignal);
  const platform = await starting;
  const { portal, fleet } = platform.urls as { portal: string; fleet: string };
  return { urls: { portal, fleet }, release: () => platform.stop() };
}
