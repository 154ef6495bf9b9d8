import type { Group } from './groups';
import { addTrial, missProbability, noTrials } from './poisson-binomial';
import { type Pool, type PoolNode, regionCap, type SpreadRules, type WindowClass } from './pool';
import { better, type Choice, compareQuality, qualityOf } from './quality';

/** Rounds of swaps before the search is content. */
const MAX_ROUNDS = 40;

function evaluate(
  pool: Pool,
  classes: readonly WindowClass[],
  nodes: readonly PoolNode[],
): { states: Float64Array[]; choice: Choice } {
  const states = classes.map(({ window }) => {
    const state = noTrials(pool.k);
    for (const node of nodes) addTrial(state, node.met[window]! * node.q);
    return state;
  });
  const cost = nodes.reduce((sum, n) => sum + n.candidate.rate, 0n);
  return {
    states,
    choice: { nodes: [...nodes], quality: qualityOf(pool, classes, states, nodes.length, cost) },
  };
}

/** The first member of the group that may join `rest` in a set of `size`. */
function joinable(
  group: Group,
  rest: readonly PoolNode[],
  size: number,
  rules: SpreadRules,
): PoolNode | undefined {
  const region = group.members[0]?.region;
  if (rules.region && region !== undefined) {
    if (rest.filter((n) => n.region === region).length >= regionCap(size)) return undefined;
  }
  return group.members.find(
    (m) =>
      !rest.includes(m) &&
      !(rules.subnet && m.subnet !== undefined && rest.some((n) => n.subnet === m.subnet)),
  );
}

/** Region caps shrink with the set: a set that was made smaller may break them. */
function keepsCaps(nodes: readonly PoolNode[], rules: SpreadRules): boolean {
  if (!rules.region) return true;
  const counts = new Map<string, number>();
  for (const { region } of nodes) {
    if (region !== undefined) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  return [...counts.values()].every((count) => count <= regionCap(nodes.length));
}

/** The best single swap: lowest worst miss, or lowest cost among those that still reach. */
function bestSwap(
  pool: Pool,
  rules: SpreadRules,
  classes: readonly WindowClass[],
  groups: readonly Group[],
  current: Choice,
): Choice | null {
  let best: { out: number; node: PoolNode; miss: number; cost: bigint } | null = null;
  const limit = 1 - pool.target;
  for (let out = 0; out < current.nodes.length; out++) {
    const rest = current.nodes.filter((_, i) => i !== out);
    const { states, choice } = evaluate(pool, classes, rest);
    const misses = states.map(missProbability);
    for (const group of groups) {
      let miss = 0;
      // Adding a node with p takes p · P(exactly k−1) from the miss.
      for (let c = 0; c < states.length; c++) {
        miss = Math.max(miss, misses[c]! - group.p[c]! * states[c]![pool.k - 1]!);
      }
      if (best !== null && miss > Math.max(best.miss, limit)) continue;
      const node = joinable(group, rest, current.nodes.length, rules);
      if (!node || node === current.nodes[out]) continue;
      const cost = choice.quality.cost + node.candidate.rate;
      const wins =
        best === null ||
        (best.miss > limit && miss < best.miss) ||
        (best.miss <= limit && miss <= limit && cost < best.cost);
      if (wins) best = { out, node, miss, cost };
    }
  }
  if (best === null) return null;
  const { out, node } = best;
  const nodes = current.nodes.map((n, i) => (i === out ? node : n));
  if (!keepsCaps(nodes, rules)) return null;
  return evaluate(pool, classes, nodes).choice;
}

/** Swaps while each makes the set better. */
function climb(
  pool: Pool,
  rules: SpreadRules,
  classes: readonly WindowClass[],
  groups: readonly Group[],
  start: Choice,
): Choice {
  let current = start;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = bestSwap(pool, rules, classes, groups, current);
    if (next === null || compareQuality(next.quality, current.quality) <= 0) break;
    current = next;
  }
  return current;
}

/**
 * Makes a set better by swaps: cheaper at its size, and smaller while swaps bring it back to the
 * target.
 */
export function improveBySwaps(
  pool: Pool,
  rules: SpreadRules,
  classes: readonly WindowClass[],
  groups: readonly Group[],
  start: Choice,
): Choice {
  let best = climb(pool, rules, classes, groups, start);
  while (best.quality.reached && best.nodes.length > Math.max(pool.minSize, pool.wantedSize)) {
    const smaller = best.nodes
      .map((_, out) => best.nodes.filter((_, i) => i !== out))
      .filter((nodes) => keepsCaps(nodes, rules))
      .map((nodes) => evaluate(pool, classes, nodes).choice)
      .reduce<Choice | null>(better, null);
    if (smaller === null) break;
    const climbed = climb(pool, rules, classes, groups, smaller);
    if (!climbed.quality.reached) break;
    best = climbed;
  }
  return best;
}
