import { HOURS_PER_WEEK } from '../nodes/hours-map';
import { missProbability } from './poisson-binomial';
import { compare, type Pool, type PoolNode, type WindowClass } from './pool';

/** What a choice of nodes is worth. */
export interface Quality {
  reached: boolean;
  /** Rounded where small differences are not worth another node. */
  worst: number;
  mean: number;
  size: number;
  cost: bigint;
  /** Not rounded; decides last. */
  exactWorst: number;
}

const round = (value: number, steps: number) => Math.floor(value * steps + 1e-9) / steps;

/** Worth of a set whose truncated distributions per window class are given. */
export function qualityOf(
  pool: Pool,
  classes: readonly WindowClass[],
  states: readonly Float64Array[],
  size: number,
  cost: bigint,
): Quality {
  let worstMiss = 0;
  let missSum = 0;
  states.forEach((state, i) => {
    const miss = missProbability(state);
    worstMiss = Math.max(worstMiss, miss);
    missSum += miss * classes[i]!.weight;
  });
  const exactWorst = Math.max(0, 1 - worstMiss);
  return {
    reached: exactWorst >= pool.target && size >= pool.wantedSize,
    worst: round(exactWorst, 10_000),
    mean: round(1 - missSum / HOURS_PER_WEEK, 1000),
    size,
    cost,
    exactWorst,
  };
}

/**
 * Positive if a is better: reaching the target; then, of two that reach it, fewer nodes, lower cost,
 * higher worst window; of two that do not, higher worst window, higher mean, fewer nodes, lower cost.
 */
export function compareQuality(a: Quality, b: Quality): number {
  if (a.reached !== b.reached) return a.reached ? 1 : -1;
  const thrift = compare(b.size, a.size) || compare(b.cost, a.cost);
  if (a.reached) return thrift || compare(a.exactWorst, b.exactWorst);
  return (
    compare(a.worst, b.worst) ||
    compare(a.mean, b.mean) ||
    thrift ||
    compare(a.exactWorst, b.exactWorst)
  );
}

/** A set of nodes with its worth. */
export interface Choice {
  nodes: PoolNode[];
  quality: Quality;
}

/** The better of two; the first where they are equal. */
export function better(a: Choice | null, b: Choice | null): Choice | null {
  if (a === null || b === null) return a ?? b;
  return compareQuality(b.quality, a.quality) > 0 ? b : a;
}
