import { longestGap } from '../nodes/hours-map';
import { tierTargets } from './tiers';
import type { Candidate, PlacementInput } from './types';

/** A max span may exceed the longest gap by a day at most (and must exceed it by one). */
const SPAN_SLACK = 24;

/** Why a node cannot be chosen, in the order of the checks. */
export type Ineligible =
  | 'excluded by you'
  | 'not accepting new deals'
  | 'too few promised hours'
  | 'max span does not fit the hours'
  | 'file size outside their limits'
  | 'above the highest rate'
  | 'too little free space';

/** The first rule that the node itself breaks, or null; its hours are already cut to declared ones. */
function ineligibility(node: Candidate, input: PlacementInput): Ineligible | null {
  if (!node.accepting) return 'not accepting new deals';
  if (node.hoursMap === 0n) return 'too few promised hours';
  const gap = longestGap(node.hoursMap);
  if (node.maxSpan < gap + 1 || node.maxSpan > gap + SPAN_SLACK) {
    return 'max span does not fit the hours';
  }
  if (input.fileBytes < node.minFileSize || input.fileBytes > node.maxFileSize) {
    return 'file size outside their limits';
  }
  if (input.maxRate !== undefined && node.rate > input.maxRate) return 'above the highest rate';
  const { copies } = tierTargets[input.tier];
  const needed = BigInt(input.segments) * input.sectorBytes * copies;
  return node.freeBytes < needed ? 'too little free space' : null;
}

/**
 * The nodes that may be chosen, hours cut to declared ones, and how many fell to which rule.
 */
export function eligibleCandidates(input: PlacementInput): {
  eligible: Candidate[];
  refused: Map<Ineligible, number>;
} {
  const excluded = new Set(input.exclude.map((operator) => operator.toLowerCase()));
  const eligible: Candidate[] = [];
  const refused = new Map<Ineligible, number>();
  for (const raw of input.candidates) {
    const node = { ...raw, hoursMap: raw.hoursMap & raw.declaredHoursMap };
    const reason = excluded.has(raw.operator.toLowerCase())
      ? 'excluded by you'
      : ineligibility(node, input);
    if (reason === null) eligible.push(node);
    else refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }
  return { eligible, refused };
}
