import { addTrial, noTrials } from './poisson-binomial';
import { type Pool, type PoolNode, regionCap, type SpreadRules, windowClasses } from './pool';
import { type Choice, compareQuality, qualityOf } from './quality';

/** Pools up to this size are searched exhaustively (2^14 sets, some ten milliseconds). */
export const EXACT_LIMIT = 14;

function largestRegion(nodes: readonly PoolNode[]): number {
  const counts = new Map<string, number>();
  for (const { region } of nodes) {
    if (region !== undefined) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

/**
 * The best set of a small pool: every set is tried, so another candidate can only help.
 * Null if no set keeps the rules.
 */
export function exactSearch(pool: Pool, rules: SpreadRules): Choice | null {
  const classes = windowClasses(pool.nodes);
  const chosen: PoolNode[] = [];
  let best: Choice | null = null;

  const visit = (states: readonly Float64Array[], cost: bigint) => {
    const size = chosen.length;
    if (size < pool.minSize) return;
    if (rules.region && largestRegion(chosen) > regionCap(size)) return;
    const quality = qualityOf(pool, classes, states, size, cost);
    if (best === null || compareQuality(quality, best.quality) > 0) {
      best = { nodes: [...chosen], quality };
    }
  };
  const extend = (from: number, states: readonly Float64Array[], cost: bigint) => {
    visit(states, cost);
    if (chosen.length === pool.maxSize) return;
    for (let i = from; i < pool.nodes.length; i++) {
      const node = pool.nodes[i]!;
      const taken = node.subnet !== undefined && chosen.some((c) => c.subnet === node.subnet);
      if (rules.subnet && taken) continue;
      const next = states.map((state, c) => {
        const copy = state.slice();
        addTrial(copy, node.met[classes[c]!.window]! * node.q);
        return copy;
      });
      chosen.push(node);
      extend(i + 1, next, cost + node.candidate.rate);
      chosen.pop();
    }
  };
  extend(
    0,
    classes.map(() => noTrials(pool.k)),
    0n,
  );
  return best;
}
