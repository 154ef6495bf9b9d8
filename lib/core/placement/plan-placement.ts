import { AppError } from '../errors';
import { eligibleCandidates } from './eligibility';
import { EXACT_LIMIT, exactSearch } from './exact-search';
import { explainShortfall, explainTooFew } from './explain';
import { greedySearch } from './greedy-search';
import { compare, makePool, type Pool, type SpreadRules } from './pool';
import { predictUptime } from './predict-uptime';
import { type Choice, compareQuality } from './quality';
import { MAX_SHARDS, MAX_SLOTS, minimumParity, tierTargets } from './tiers';
import type { PlacementInput, PlacementResult, RelaxedRule } from './types';

/** From strict to lenient: what a small pool may have to give up. */
const LEVELS: readonly { rules: SpreadRules; relaxed: RelaxedRule[] }[] = [
  { rules: { region: true, subnet: true }, relaxed: [] },
  { rules: { region: false, subnet: true }, relaxed: ['region'] },
  { rules: { region: false, subnet: false }, relaxed: ['region', 'subnet'] },
];

function check(input: PlacementInput): void {
  const { k, n, segments } = input;
  const fail = (message: string, details: Record<string, number>) => {
    throw new AppError('PLACEMENT_INPUT_INVALID', message, { details });
  };
  if (!Number.isInteger(k) || k < 1 || k > MAX_SHARDS) fail('k is from 1 to 255.', { k });
  if (n !== undefined && (!Number.isInteger(n) || n < k || n > MAX_SHARDS)) {
    fail('n is from k to 255.', { k, n });
  }
  if (!Number.isInteger(segments) || segments < 1 || segments * (n ?? k) > MAX_SLOTS) {
    fail('A deal has 1 to 65535 slots.', { segments, n: n ?? k });
  }
  const operators = new Set(input.candidates.map((c) => c.operator.toLowerCase()));
  if (operators.size !== input.candidates.length) {
    fail('Every operator is a candidate once.', { candidates: input.candidates.length });
  }
}

/** The first level that reaches the target, else the best choice, as strict as it can be. */
function search(pool: Pool): { choice: Choice; relaxed: RelaxedRule[] } | null {
  const run = pool.nodes.length <= EXACT_LIMIT ? exactSearch : greedySearch;
  let best: { choice: Choice; relaxed: RelaxedRule[] } | null = null;
  for (const { rules, relaxed } of LEVELS) {
    const choice = run(pool, rules);
    if (choice?.quality.reached) return { choice, relaxed };
    if (choice && (best === null || compareQuality(choice.quality, best.choice.quality) > 0)) {
      best = { choice, relaxed };
    }
  }
  return best;
}

function emptyResult(missing: string): PlacementResult {
  const nothing = { worst: 0, mean: 0, expectedOnlineAtWorst: 0, shocked: 0, jittered: 0 };
  return {
    nodes: [],
    n: 0,
    prediction: { worstHour: 0, ...nothing, reached: false, missing },
    reached: false,
    missing,
    relaxed: [],
  };
}

/**
 * Chooses the nodes of a deal: the fewest, then cheapest, whose k-of-n uptime reaches the tier's
 * target in every window of the week under the spreading rules. Where the pool cannot, the best
 * choice with `reached` false and `missing` in words; no nodes at all if fewer than k can be used.
 *
 * Depends only on the set of candidates and the seed, not on their order.
 *
 * @throws AppError `PLACEMENT_INPUT_INVALID` for impossible numbers or an operator given twice
 */
export function planPlacement(input: PlacementInput): PlacementResult {
  check(input);
  const { k, n, tier } = input;
  const { eligible, refused } = eligibleCandidates(input);
  const wanted = n ?? k + minimumParity(k);
  const most = Math.min(eligible.length, MAX_SHARDS, Math.floor(MAX_SLOTS / input.segments));
  const maxSize = Math.min(n ?? most, most);
  if (maxSize < k) return emptyResult(explainTooFew(wanted, maxSize, refused));

  const minSize = n === undefined ? k : maxSize;
  const pool = makePool(input, eligible, { minSize, maxSize, wantedSize: wanted });
  const found = search(pool);
  if (found === null) return emptyResult(explainTooFew(wanted, maxSize, refused));

  // The order of the shards is by seed, so that no node always holds the first data shard.
  const ordered = [...found.choice.nodes].sort((a, b) => compare(a.tie, b.tie));
  const nodes = ordered.map((node) => node.candidate);
  const prediction = predictUptime(nodes, k, tier);
  const reached = nodes.length >= wanted && prediction.worst >= tierTargets[tier].target;
  const missing = reached
    ? undefined
    : nodes.length < wanted
      ? explainTooFew(wanted, nodes.length, refused)
      : explainShortfall(input, prediction, refused);
  const words = missing === undefined ? {} : { missing };
  return {
    nodes,
    n: nodes.length,
    prediction: { ...prediction, reached, ...words },
    reached,
    ...words,
    relaxed: found.relaxed,
  };
}
