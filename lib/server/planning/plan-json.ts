import type { Hex } from 'viem';
import { costOf, type DealCost } from '@/lib/core/deals';
import type { Candidate, PlacementResult } from '@/lib/core/placement';
import type { PlanJson } from '@/lib/core/protocol/plans';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import type { Profile } from '@/lib/core/protocol/profiles';
import { payloadCapacity, type SegmentPlan } from '@/lib/core/sectors';
import { ratingOf } from './candidates';

/** Share of what nodes are paid that the platform takes, in basis points. */
export const PLATFORM_FEE_BPS = 0;

/** What a plan is made of. */
export interface PlanParts {
  planId: Hex;
  dealId: string;
  createdAt: Date;
  tier: PlanJson['tier'];
  durationPeriods: number;
  layout: SegmentPlan;
  placement: PlacementResult;
  /** The client's ceiling, if there is one. */
  maxRate?: bigint;
  fileBytes: bigint;
  profile: Profile;
}

/** A replacement may cost half more than the dearest node of the plan, unless the client said less. */
function maxRateOf(nodes: readonly Candidate[], wish?: bigint): bigint {
  const rates = nodes.map((node) => node.rate).sort((a, b) => (a < b ? -1 : 1));
  return wish ?? ((rates.at(-1) ?? 0n) * 3n) / 2n;
}

function nodeJson(node: Candidate, shard: number, layout: SegmentPlan): PlanJson['nodes'][number] {
  return {
    operator: node.operator,
    payout: node.payout,
    rate: `${node.rate}`,
    maxSpan: node.maxSpan,
    hoursMap: hoursMapHex(node.hoursMap),
    rating: ratingOf(node),
    ...(node.region === undefined ? {} : { region: node.region }),
    timeZone: node.timeZone ?? 'UTC',
    slots: layout.segments.map((segment) => segment.index * layout.n + shard),
  };
}

/** A price as it travels. */
export function costJson(cost: DealCost): PlanJson['cost'] {
  return {
    perPeriod: `${cost.perPeriod}`,
    perMonth: `${cost.perMonth}`,
    total: `${cost.total}`,
    sealRewards: `${cost.sealRewards}`,
    fee: `${cost.fee}`,
    minimumToStart: `${cost.minimumToStart}`,
  };
}

function planCost(parts: PlanParts): DealCost {
  const { placement, layout, profile } = parts;
  return costOf({
    rates: placement.nodes.flatMap((node) => layout.segments.map(() => node.rate)),
    sectorBytes: BigInt(layout.sectorBytes),
    durationPeriods: parts.durationPeriods,
    sealRewardPeriods: profile.sealRewardPeriods,
    minRunwayPeriods: profile.minRunwayPeriods,
    feeBps: PLATFORM_FEE_BPS,
  });
}

/** The plan as the client reviews it and as it is kept (docs/protocol.md, section 7). */
export function planJson(parts: PlanParts): PlanJson {
  const { layout, placement, profile } = parts;
  const { worstHour, worst, mean, expectedOnlineAtWorst } = placement.prediction;
  const { shocked, jittered, reached, missing } = placement.prediction;
  const sectors = layout.segments.length * layout.n;
  const coded = (Number(parts.fileBytes) * layout.n) / layout.k;
  return {
    planId: parts.planId,
    dealId: parts.dealId,
    createdAt: parts.createdAt.toISOString(),
    tier: parts.tier,
    k: layout.k,
    n: layout.n,
    sectorBytes: layout.sectorBytes,
    segments: layout.segments.length,
    durationPeriods: parts.durationPeriods,
    nodes: placement.nodes.map((node, shard) => nodeJson(node, shard, layout)),
    prediction: {
      worstHour,
      worst,
      mean,
      expectedOnlineAtWorst,
      shocked,
      jittered,
      reached,
      ...(missing === undefined ? {} : { missing }),
    },
    cost: costJson(planCost(parts)),
    overhead: {
      redundancy: layout.n / layout.k,
      padding: (sectors * payloadCapacity(layout.sectorBytes)) / coded,
    },
    maxRate: `${maxRateOf(placement.nodes, parts.maxRate)}`,
    sealRewardPeriods: profile.sealRewardPeriods,
    minRunwayPeriods: profile.minRunwayPeriods,
    feeBps: PLATFORM_FEE_BPS,
  };
}
