import { concat, type Hex, keccak256, stringToBytes, toHex } from 'viem';
import { HOURS_PER_WEEK } from '../nodes/hours-map';
import { toBits, windowsMet } from './coverage';
import { reliability } from './reliability';
import { tierTargets } from './tiers';
import type { Candidate, PlacementInput } from './types';

/** A candidate as the search sees it. */
export interface PoolNode {
  candidate: Candidate;
  q: number;
  /** Windows of the tier in which the node appears, as zeros and ones. */
  met: Uint8Array;
  /** Same as `met`, for grouping. */
  metMap: bigint;
  region: string | undefined;
  /** Set only where it says something: local and private networks are no common point of failure. */
  subnet: string | undefined;
  tie: Hex;
}

/** The eligible nodes in an order that does not depend on the input's, and what to reach. */
export interface Pool {
  nodes: PoolNode[];
  k: number;
  /** Sizes that a plan may have. */
  minSize: number;
  maxSize: number;
  /** Fewest shards with which a plan counts as reaching the target. */
  wantedSize: number;
  target: number;
}

/** Which of the spreading rules a search keeps. */
export interface SpreadRules {
  region: boolean;
  subnet: boolean;
}

const LOCAL =
  /^(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1|f[cd]|fe80|::ffff:127\.)/i;

/** Most shards of one segment in the same region. */
export function regionCap(n: number): number {
  return Math.ceil(n / 2);
}

/** Reliability is computed once per distinct record: large pools have few. */
function cachedReliability(): (node: Candidate) => number {
  const known = new Map<string, number>();
  return (node) => {
    const key = `${node.fulfilments}/${node.commitments}`;
    const q = known.get(key) ?? reliability(node);
    known.set(key, q);
    return q;
  };
}

/** Prepares eligible candidates for a search: cheapest first, then most reliable, then by seed. */
export function makePool(
  input: PlacementInput,
  eligible: readonly Candidate[],
  sizes: Pick<Pool, 'minSize' | 'maxSize' | 'wantedSize'>,
): Pool {
  const { windowHours, target } = tierTargets[input.tier];
  const reliabilityOf = cachedReliability();
  const maps = new Map<bigint, { metMap: bigint; met: Uint8Array }>();
  const nodes = eligible.map((candidate): PoolNode => {
    let windows = maps.get(candidate.hoursMap);
    if (!windows) {
      const metMap = windowsMet(candidate.hoursMap, windowHours);
      windows = { metMap, met: toBits(metMap) };
      maps.set(candidate.hoursMap, windows);
    }
    const { subnet } = candidate;
    return {
      candidate,
      q: reliabilityOf(candidate),
      ...windows,
      region: candidate.region,
      subnet: subnet !== undefined && !LOCAL.test(subnet) ? subnet : undefined,
      tie: keccak256(concat([input.seed, toHex(stringToBytes(candidate.operator.toLowerCase()))])),
    };
  });
  nodes.sort(
    (a, b) =>
      compare(a.candidate.rate, b.candidate.rate) || compare(b.q, a.q) || compare(a.tie, b.tie),
  );
  return { nodes, k: input.k, target, ...sizes };
}

/** Order of two values of one type. */
export function compare<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Windows that look alike to every node of the pool, once, with how many there are. */
export interface WindowClass {
  window: number;
  weight: number;
}

/** The distinct windows of a pool. */
export function windowClasses(nodes: readonly PoolNode[]): WindowClass[] {
  const shapes = [...new Map(nodes.map((n) => [n.metMap, n.met])).values()];
  const classes = new Map<string, WindowClass>();
  for (let window = 0; window < HOURS_PER_WEEK; window++) {
    const key = shapes.map((met) => met[window]).join('');
    const known = classes.get(key);
    if (known) known.weight++;
    else classes.set(key, { window, weight: 1 });
  }
  return [...classes.values()];
}
