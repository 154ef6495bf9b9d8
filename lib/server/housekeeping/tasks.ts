import { expireReviews } from '@/lib/server/deals';
import { enqueueDue } from '@/lib/server/jobs';
import { type ChainProgress, chainProgress, jobKeys } from '@/lib/server/lifecycle';
import { type IntakeState, newestClosable, nextPeriod, watchIntake } from '@/lib/server/periods';
import { replanRefused } from '@/lib/server/planning';
import { askForDueRepairs } from '@/lib/server/repair';
import {
  beginClosings,
  cancelUnstarted,
  disputedDeals,
  endableDeals,
  warnOfLowBalances,
} from '@/lib/server/settlement';
import { retryFailedPoreps } from '@/lib/server/verification';
import { resumeLostJobs } from './lost-jobs';

/** Something that is looked at again and again; due times are in rows, so a missed look is harmless. */
export interface Task {
  name: string;
  everyMs: number;
  run(): Promise<void>;
}

async function closePeriods(progress: ChainProgress): Promise<void> {
  const next = await nextPeriod();
  const newest = newestClosable(progress);
  if (next === null || next > newest) return;
  await enqueueDue('close-period', { period: `${newest}` }, jobKeys.closePeriod());
}

async function endDeals(progress: ChainProgress): Promise<void> {
  for (const dealId of await endableDeals(progress)) {
    await enqueueDue('end-deal', { dealId }, jobKeys.endDeal(dealId));
  }
}

async function decideDisputes(progress: ChainProgress): Promise<void> {
  for (const dealId of await disputedDeals(progress)) {
    await enqueueDue('decide-disputes', { dealId }, jobKeys.decideDisputes(dealId));
  }
}

/** Nothing is due on a chain of which no block is known. */
function byChain(run: (progress: ChainProgress) => Promise<void>): () => Promise<void> {
  return async () => {
    const progress = await chainProgress();
    if (progress) await run(progress);
  };
}

const SECOND = 1000;

/** What the housekeeper looks at, and how often. */
export function housekeepingTasks(): Task[] {
  let intake: IntakeState | null = null;
  return [
    { name: 'close-periods', everyMs: SECOND, run: byChain(closePeriods) },
    { name: 'begin-closings', everyMs: SECOND, run: byChain(beginClosings) },
    { name: 'end-deals', everyMs: 2 * SECOND, run: byChain(endDeals) },
    { name: 'disputes', everyMs: 2 * SECOND, run: byChain(decideDisputes) },
    { name: 'replan', everyMs: 2 * SECOND, run: replanRefused },
    { name: 'repairs', everyMs: 5 * SECOND, run: byChain(askForDueRepairs) },
    { name: 'retry-poreps', everyMs: 5 * SECOND, run: retryFailedPoreps },
    { name: 'start-deadlines', everyMs: 5 * SECOND, run: byChain(cancelUnstarted) },
    { name: 'low-balance', everyMs: 30 * SECOND, run: byChain(warnOfLowBalances) },
    { name: 'reviews', everyMs: 60 * SECOND, run: () => expireReviews() },
    { name: 'lost-jobs', everyMs: 15 * SECOND, run: resumeLostJobs },
    {
      name: 'gc',
      everyMs: 3600 * SECOND,
      run: () => enqueueDue('gc', {}, jobKeys.gc()),
    },
    {
      name: 'intake',
      everyMs: SECOND,
      run: async () => {
        intake = await watchIntake(intake);
      },
    },
  ];
}
