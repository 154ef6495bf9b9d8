import { formatPercent, hourOfWeekName } from '@/lib/client/format';
import { hasHour, shiftHours } from '@/lib/core/nodes/hours-map';
import { tierTargets } from '@/lib/core/placement/tiers';
import { WEEK_HOURS } from '@/lib/core/protocol/clock';
import type { Plan } from '@/lib/core/protocol/plans';

const RATING_SCALE = 10_000;
/** More marks than this would say nothing. */
const MOST_MARKED = 24;

type Forecast = Pick<Plan, 'k' | 'tier' | 'prediction'>;

/**
 * What the weakest hour of a plan looks like, in one sentence. For tiers that wait, the figure is for
 * the window that begins at that hour.
 */
export function weakestHourSentence({ k, tier, prediction }: Forecast): string {
  const { worstHour, worst, expectedOnlineAtWorst } = prediction;
  const { windowHours } = tierTargets[tier];
  const online = expectedOnlineAtWorst.toFixed(1);
  const figure = formatPercent(worst);
  if (windowHours === 1) {
    return `At its weakest hour, ${hourOfWeekName(worstHour)}, ${online} computers are expected online and ${k} are needed: ${figure}.`;
  }
  return `In its weakest ${windowHours} hours, from ${hourOfWeekName(worstHour)}, ${online} computers are expected to come online and ${k} are needed: ${figure}.`;
}

/** Expected number of computers that appear in the window from each hour of the week. */
function expectedByHour(plan: Pick<Plan, 'nodes' | 'tier'>): number[] {
  const { windowHours } = tierTargets[plan.tier];
  const expected = new Array<number>(WEEK_HOURS).fill(0);
  for (const node of plan.nodes) {
    const promised = BigInt(node.hoursMap);
    let met = 0n;
    for (let back = 0; back < windowHours; back++) met |= shiftHours(promised, -back);
    for (let hour = 0; hour < WEEK_HOURS; hour++) {
      if (hasHour(met, hour)) expected[hour] = expected[hour]! + node.rating / RATING_SCALE;
    }
  }
  return expected;
}

/**
 * Hours of the week to mark: the predicted worst one and those that are as thinly covered. Where
 * (nearly) all hours are alike there is no weak one, and nothing is marked.
 */
export function weakestHours(plan: Pick<Plan, 'nodes' | 'tier' | 'prediction'>): number[] {
  const expected = expectedByHour(plan);
  const least = Math.min(...expected);
  const alike = expected.flatMap((value, hour) => (value - least < 1e-9 ? [hour] : []));
  if (alike.length > MOST_MARKED)
    return alike.length === WEEK_HOURS ? [] : [plan.prediction.worstHour];
  return [...new Set([plan.prediction.worstHour, ...alike])].sort((a, b) => a - b);
}
