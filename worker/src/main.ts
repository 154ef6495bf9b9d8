import { AppError } from '@/lib/core/errors';
import { closeDb } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { closeBoss } from '@/lib/server/jobs';
import { logger } from '@/lib/server/logger';
import { workerEnv } from './env';
import { jobs, singletons } from './registry';
import { runWorker } from './runtime/run-worker';

/** One abort for everything; a second signal does not wait. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (stop.signal.aborted) process.exit(1);
    logger.info({ signal: name }, 'worker is stopping');
    stop.abort();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return stop.signal;
}

async function main(): Promise<void> {
  const { databaseUrl } = serverEnv();
  const env = workerEnv();
  const options = {
    databaseUrl,
    jobs: jobs.filter((job) => env.queues.includes(job.queue)),
    singletons: env.singletons ? singletons : [],
    graceSeconds: env.graceSeconds,
    log: logger,
  };
  await runWorker(options, stopSignal());
  await closeBoss();
  await closeDb();
  logger.info('worker has stopped');
}

main().then(
  // Something may still hold the event loop, such as a job that ignores its signal.
  () => process.exit(0),
  (error: unknown) => {
    if (AppError.is(error, 'ENV_INVALID')) console.error(error.shortMessage);
    else logger.fatal({ err: error }, 'worker ended');
    process.exit(1);
  },
);
