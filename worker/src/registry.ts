import type { Singleton } from '@/lib/server/singleton';
import { job as encode } from './jobs/encode';
import { job as notify } from './jobs/notify';
import type { AnyJob } from './runtime/run-worker';
import { singleton as transactionSender } from './singletons/transaction-sender';

/** Every job handler: one for each file in `worker/src/jobs`. */
export const jobs: readonly AnyJob[] = [encode, notify];

/** Everything of which one process at a time does: one for each file in `singletons`. */
export const singletons: readonly Singleton[] = [transactionSender];
