import { chainClock } from '@/lib/server/chain';

/** What planning needs to know of time: Unix seconds and the period in which they lie. */
export interface PlanningClock {
  timestamp: bigint;
  period: bigint;
}

/** The chain's clock. */
export async function planningClock(): Promise<PlanningClock> {
  const { timestamp, period } = await chainClock();
  return { timestamp, period };
}
