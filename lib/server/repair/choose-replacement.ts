import type { Hex, SlotPlan } from '@/lib/core/deals';
import { hoursMapFromHex } from '@/lib/core/nodes';
import { type Candidate, type PredictedNode, predictUptime } from '@/lib/core/placement';
import { eligibleCandidates } from '@/lib/core/placement/eligibility';
import { dealTerms, tier as tierSchema } from '@/lib/core/protocol/deals';
import { db, type Tx } from '@/lib/server/db';
import type { DealRow } from '@/lib/server/lifecycle';
import { loadCandidates, type PlanningClock } from '@/lib/server/planning';
import { currentSlots, type SlotRow } from './slot-row';

/** Nodes looked at: holders of the deal are among them, and some cannot take the file's size. */
const MOST_LOADED = 2000;
/** Candidates that are compared in full; more than enough to find a good one. */
const MOST_COMPARED = 200;

/** Who may not take a slot: preferred without every holder, at least without its segment's. */
interface Exclusions {
  always: string[];
  preferred: string[];
}

async function exclusionsOf(tx: Tx, deal: DealRow, slot: SlotRow): Promise<Exclusions> {
  const n = deal.n ?? 1;
  const segment = Math.floor(slot.index / n);
  const current = await currentSlots(tx, deal.id);
  const sameSegment = current.filter((row) => Math.floor(row.index / n) === segment);
  const before = await tx.slot.findMany({ where: { dealId: deal.id, index: slot.index } });
  const failed = await tx.slot.findMany({ where: { dealId: deal.id, endReason: { not: null } } });
  return {
    always: [...sameSegment, ...before].map((row) => row.node),
    preferred: [...current, ...failed].map((row) => row.node),
  };
}

function eligible(
  deal: DealRow,
  candidates: readonly Candidate[],
  exclude: readonly string[],
  maxRate: bigint,
): Candidate[] {
  const result = eligibleCandidates({
    candidates,
    tier: tierSchema.parse(deal.tier),
    k: 1,
    n: 1,
    segments: 1,
    sectorBytes: BigInt(deal.sectorBytes ?? 0),
    fileBytes: deal.fileBytes,
    maxRate,
    exclude,
    seed: '0x',
    startPeriod: 0,
    durationPeriods: deal.durationPeriods,
  });
  return result.eligible;
}

/** Who stays, as the prediction needs it. */
async function staying(tx: Tx, deal: DealRow, slot: SlotRow): Promise<PredictedNode[]> {
  const n = deal.n ?? 1;
  const segment = Math.floor(slot.index / n);
  const rows = (await currentSlots(tx, deal.id)).filter(
    (row) =>
      Math.floor(row.index / n) === segment && row.index !== slot.index && row.state !== 'VACANT',
  );
  const nodes = await tx.node.findMany({ where: { operator: { in: rows.map((r) => r.node) } } });
  const nodeOf = new Map(nodes.map((node) => [node.operator, node]));
  return rows.map((row) => ({
    operator: row.node,
    hoursMap: hoursMapFromHex(row.hoursMap),
    fulfilments: nodeOf.get(row.node)?.fulfilments ?? 0n,
    commitments: nodeOf.get(row.node)?.commitments ?? 0n,
  }));
}

/** What a candidate would make of its segment. */
interface Offer {
  candidate: Candidate;
  worst: number;
  mean: number;
}

/** The best uptime for the segment, then the lowest rate, then by address. */
function better(a: Offer, b: Offer): number {
  if (a.worst !== b.worst) return b.worst - a.worst;
  if (a.mean !== b.mean) return b.mean - a.mean;
  if (a.candidate.rate !== b.candidate.rate) return a.candidate.rate < b.candidate.rate ? -1 : 1;
  return a.candidate.operator < b.candidate.operator ? -1 : 1;
}

/** What the replacement may cost at most, and when it is chosen. */
export interface ReplacementWishes {
  clock: PlanningClock;
  /** Below the terms' own ceiling, where the deal cannot afford more. */
  maxRate?: bigint;
}

/**
 * The next generation of a slot: among the nodes that could take it the one that serves its segment
 * best beside those that stay. Null if there is none.
 */
export async function chooseReplacement(
  deal: DealRow,
  slot: SlotRow,
  { clock, maxRate }: ReplacementWishes,
): Promise<SlotPlan | null> {
  const terms = dealTerms.parse(deal.terms);
  const ceiling = maxRate !== undefined && maxRate < terms.maxRate ? maxRate : terms.maxRate;
  const term = { clock, durationPeriods: deal.durationPeriods };
  const candidates = await loadCandidates(term, db(), {
    freeBytes: BigInt(deal.sectorBytes ?? 0),
    maxRate: ceiling,
    most: MOST_LOADED,
  });
  const { always, preferred } = await exclusionsOf(db(), deal, slot);
  const others = eligible(deal, candidates, [...always, ...preferred], ceiling);
  const pool = others.length > 0 ? others : eligible(deal, candidates, always, ceiling);
  const rest = await staying(db(), deal, slot);
  const tier = tierSchema.parse(deal.tier);
  const offers = pool.slice(0, MOST_COMPARED).map((candidate): Offer => {
    const { worst, mean } = predictUptime([...rest, candidate], deal.k, tier);
    return { candidate, worst, mean };
  });
  const best = offers.sort(better)[0]?.candidate;
  if (!best) return null;
  return {
    slot: slot.index,
    generation: slot.generation + 1,
    node: best.operator as Hex,
    payout: best.payout as Hex,
    rate: best.rate,
    maxSpan: best.maxSpan,
    hoursMap: best.hoursMap,
    commD: slot.commD as Hex,
  };
}
