/**
 * Distribution of the number of successes, truncated: entry j is P(exactly j) for j < k, all
 * further mass is dropped. Mutates `state`, which starts as [1, 0, …] of length k.
 */
export function addTrial(state: Float64Array, p: number): void {
  for (let j = state.length - 1; j > 0; j--) {
    state[j] = state[j]! * (1 - p) + state[j - 1]! * p;
  }
  if (state.length > 0) state[0] = state[0]! * (1 - p);
}

/** A distribution of no trials, for thresholds up to k. */
export function noTrials(k: number): Float64Array {
  const state = new Float64Array(k);
  if (k > 0) state[0] = 1;
  return state;
}

/** P(fewer than k successes) of a truncated distribution. */
export function missProbability(state: Float64Array): number {
  let miss = 0;
  for (const mass of state) miss += mass;
  return miss;
}

/**
 * Exact probability that at least k of independent trials succeed, in O(n·k).
 *
 * @param probabilities of success, each 0 to 1
 */
export function atLeast(k: number, probabilities: Iterable<number>): number {
  if (k <= 0) return 1;
  const state = noTrials(k);
  for (const p of probabilities) addTrial(state, p);
  return Math.min(1, Math.max(0, 1 - missProbability(state)));
}
