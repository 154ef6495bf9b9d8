import type { Singleton } from '@/lib/server/singleton';
import { job as closePeriod } from './jobs/close-period';
import { job as decideDisputes } from './jobs/decide-disputes';
import { job as encode } from './jobs/encode';
import { job as endDeal } from './jobs/end-deal';
import { job as gc } from './jobs/gc';
import { job as notify } from './jobs/notify';
import { job as plan } from './jobs/plan';
import { job as publish } from './jobs/publish';
import { job as repair } from './jobs/repair';
import { job as retrieve } from './jobs/retrieve';
import { job as settle } from './jobs/settle';
import { job as verifyPorep } from './jobs/verify-porep';
import { job as verifyPost } from './jobs/verify-post';
import type { AnyJob } from './runtime/run-worker';
import { singleton as beaconRecorder } from './singletons/beacon-recorder';
import { singleton as chainFollower } from './singletons/chain-follower';
import { singleton as housekeeper } from './singletons/housekeeper';
import { singleton as transactionSender } from './singletons/transaction-sender';

/** Every job handler: one for each file in `worker/src/jobs`. */
export const jobs: readonly AnyJob[] = [
  closePeriod,
  decideDisputes,
  encode,
  settle,
  endDeal,
  gc,
  notify,
  plan,
  publish,
  repair,
  retrieve,
  verifyPorep,
  verifyPost,
];

/** Everything of which one process at a time does: one for each file in `singletons`. */
export const singletons: readonly Singleton[] = [
  beaconRecorder,
  chainFollower,
  housekeeper,
  transactionSender,
];
