import { HOURS_PER_WEEK } from '../nodes/hours-map';
import { jitteredShares, toBits, windowsMet } from './coverage';
import { atLeast } from './poisson-binomial';
import { reliability } from './reliability';
import { type Tier, tierTargets } from './tiers';
import type { Candidate, UptimePrediction } from './types';

/** What a prediction needs of a node. */
export type PredictedNode = Pick<
  Candidate,
  'operator' | 'hoursMap' | 'fulfilments' | 'commitments' | 'region' | 'timeZone'
>;

/** Where a node is, for shocks: its region, else its time zone, else a place of its own. */
function place(node: PredictedNode): string {
  return node.region ?? node.timeZone ?? node.operator;
}

function perWindow(rows: readonly Float64Array[], k: number): number[] {
  return Array.from({ length: HOURS_PER_WEEK }, (_, w) =>
    atLeast(
      k,
      rows.map((row) => row[w]!),
    ),
  );
}

const lowest = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), 1);

/**
 * Probability that at least k of the nodes appear in each of the 168 windows of the tier.
 *
 * A node appears in a window with its reliability if it promised at least one hour of it, else not:
 * the hours of one night stand or fall together, so more hours in a window do not count twice.
 */
export function predictUptime(
  nodes: readonly PredictedNode[],
  k: number,
  tier: Tier,
): UptimePrediction {
  const { windowHours } = tierTargets[tier];
  const q = nodes.map(reliability);
  const rows = nodes.map((node, i) =>
    Float64Array.from(toBits(windowsMet(node.hoursMap, windowHours)), (bit) => bit * q[i]!),
  );
  const jittered = nodes.map((node, i) =>
    jitteredShares(node.hoursMap, windowHours).map((share) => share * q[i]!),
  );
  const windows = perWindow(rows, k);
  const worst = lowest(windows);
  const worstHour = windows.indexOf(worst);
  const places = [...new Set(nodes.map(place))];
  const withoutPlace = places.map((lost) =>
    lowest(
      perWindow(
        rows.filter((_, i) => place(nodes[i]!) !== lost),
        k,
      ),
    ),
  );
  return {
    worstHour: Math.max(0, worstHour),
    worst,
    mean: windows.reduce((a, b) => a + b, 0) / HOURS_PER_WEEK,
    expectedOnlineAtWorst: rows.reduce((sum, row) => sum + row[Math.max(0, worstHour)]!, 0),
    shocked: places.length > 0 ? lowest(withoutPlace) : worst,
    jittered: lowest(perWindow(jittered, k)),
  };
}
