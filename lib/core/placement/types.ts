import type { Hex } from 'viem';
import type { Tier } from './tiers';

/** What the planner knows of one node. */
export interface Candidate {
  /** Address of the node, lower-case. */
  operator: string;
  payout: string;
  /** `committedHours` over the term: bit h = promised hour of the week h. */
  hoursMap: bigint;
  /** What the registry holds; hours outside it are not counted and not planned. */
  declaredHoursMap: bigint;
  /** Commitments fulfilled and due so far, over all deals. */
  fulfilments: number | bigint;
  commitments: number | bigint;
  /** attoFIL per MiB per day. */
  rate: bigint;
  /** Most periods that one proof of this node pays for. */
  maxSpan: number;
  /** Capacity that nobody has reserved. */
  freeBytes: bigint;
  /** Sizes of files that the node takes, in bytes, both inclusive. */
  minFileSize: bigint;
  maxFileSize: bigint;
  accepting: boolean;
  region?: string;
  /** /24 or /48 of the node's address, such as `203.0.113.0/24`. */
  subnet?: string;
  timeZone?: string;
}

/** What to place and among whom. */
export interface PlacementInput {
  candidates: readonly Candidate[];
  tier: Tier;
  /** Shards that restore a segment, 1 to 255. */
  k: number;
  /** Shards per segment; the fewest that reach the target if not given. */
  n?: number;
  /** Segments of the file; each node holds one sector of every segment. */
  segments: number;
  sectorBytes: bigint;
  fileBytes: bigint;
  /** Highest rate that the client pays, attoFIL per MiB per day. */
  maxRate?: bigint;
  /** Operators that must not be chosen. */
  exclude: readonly string[];
  /** Decides between otherwise equal nodes. */
  seed: Hex;
  startPeriod: number | bigint;
  durationPeriods: number;
}

/** Computed uptime of a choice of nodes; probabilities 0 to 1, windows begin at an hour of the week. */
export interface UptimePrediction {
  /** Hour of the week at which the worst window begins. */
  worstHour: number;
  /** Probability that at least k holders appear in the worst window, in the mean of all windows. */
  worst: number;
  mean: number;
  /** Expected number of holders that appear in the worst window. */
  expectedOnlineAtWorst: number;
  /** `worst` while that region is cut off whose loss hurts most. */
  shocked: number;
  /** `worst` when every node comes and goes up to two hours early or late. */
  jittered: number;
}

/** Rules that a small pool could not keep; empty where the plan keeps all. */
export type RelaxedRule = 'region' | 'subnet';

/** The choice; the same n nodes hold every segment, slot = segment · n + shard. */
export interface PlacementResult {
  /** Chosen nodes in the order of their shards, `hoursMap` cut to declared hours. */
  nodes: Candidate[];
  n: number;
  prediction: UptimePrediction & { reached: boolean; missing?: string };
  reached: boolean;
  /** What is missing to the target, as a sentence. */
  missing?: string;
  relaxed: RelaxedRule[];
}
