import { type Group, groupNodes } from './groups';
import { addTrial, noTrials } from './poisson-binomial';
import {
  type Pool,
  type PoolNode,
  regionCap,
  type SpreadRules,
  type WindowClass,
  windowClasses,
} from './pool';
import { better, type Choice, qualityOf } from './quality';
import { improveBySwaps } from './swap-search';

/** Exponents of the Chernoff bound that are tried; small ones favour spreading, large ones need. */
const THETAS = [0.4, 0.8, 1.3, 2, 3];

/** Keeps track of what a growing set has used up. */
class Taken {
  readonly nodes = new Set<PoolNode>();
  private readonly subnets = new Set<string>();
  private readonly regions = new Map<string, number>();

  constructor(private readonly rules: SpreadRules) {}

  add(node: PoolNode): void {
    this.nodes.add(node);
    if (node.subnet !== undefined) this.subnets.add(node.subnet);
    if (node.region !== undefined) {
      this.regions.set(node.region, (this.regions.get(node.region) ?? 0) + 1);
    }
  }

  /** First member of the group that may join a set that will have `size` nodes. */
  next(group: Group, size: number): PoolNode | undefined {
    const region = group.members[0]?.region;
    const used = region === undefined ? 0 : (this.regions.get(region) ?? 0);
    if (this.rules.region && region !== undefined && used >= regionCap(size)) return undefined;
    return group.members.find(
      (m) =>
        !this.nodes.has(m) &&
        !(this.rules.subnet && m.subnet !== undefined && this.subnets.has(m.subnet)),
    );
  }
}

/** One greedy order: each step takes the node that lowers Σ_w weight·Π(1 − p(1 − e^−θ)) most. */
function greedyOrder(
  pool: Pool,
  groups: readonly Group[],
  classes: readonly WindowClass[],
  rules: SpreadRules,
  theta: number,
): PoolNode[] {
  const factor = 1 - Math.exp(-theta);
  const product = Float64Array.from(classes, ({ weight }) => weight);
  const taken = new Taken(rules);
  const order: PoolNode[] = [];
  while (order.length < pool.maxSize) {
    let pick: { group: Group; node: PoolNode; gain: number } | null = null;
    for (const group of groups) {
      let gain = 0;
      for (let c = 0; c < product.length; c++) gain += product[c]! * group.p[c]!;
      if (pick !== null && gain <= pick.gain) continue;
      const node = taken.next(group, order.length + 1);
      if (node) pick = { group, node, gain };
    }
    if (pick === null) break;
    for (let c = 0; c < product.length; c++) {
      product[c] = product[c]! * (1 - pick.group.p[c]! * factor);
    }
    taken.add(pick.node);
    order.push(pick.node);
  }
  return order;
}

/** Exact worth of every prefix of an order; the best one. */
function bestPrefix(
  pool: Pool,
  classes: readonly WindowClass[],
  order: readonly PoolNode[],
): Choice | null {
  const states = classes.map(() => noTrials(pool.k));
  let cost = 0n;
  let best: Choice | null = null;
  for (const [i, node] of order.entries()) {
    for (const [c, state] of states.entries()) {
      addTrial(state, node.met[classes[c]!.window]! * node.q);
    }
    cost += node.candidate.rate;
    if (i + 1 < pool.minSize) continue;
    const quality = qualityOf(pool, classes, states, i + 1, cost);
    best = better(best, { nodes: order.slice(0, i + 1), quality });
    if (quality.reached) break;
  }
  return best;
}

/**
 * A good set of a large pool: greedy on the Chernoff surrogate for a few θ, exact scores, then
 * swaps to a smaller and cheaper set. Null if too few nodes keep the rules.
 */
export function greedySearch(pool: Pool, rules: SpreadRules): Choice | null {
  const classes = windowClasses(pool.nodes);
  const groups = groupNodes(pool, classes);
  let best: Choice | null = null;
  for (const theta of THETAS) {
    best = better(
      best,
      bestPrefix(pool, classes, greedyOrder(pool, groups, classes, rules, theta)),
    );
  }
  return best === null ? null : improveBySwaps(pool, rules, classes, groups, best);
}
