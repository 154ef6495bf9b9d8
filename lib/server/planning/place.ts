import type { Hex } from 'viem';
import {
  minimumParity,
  type PlacementResult,
  planPlacement,
  type Tier,
} from '@/lib/core/placement';
import { tier as tierSchema } from '@/lib/core/protocol/deals';
import { toBig } from '@/lib/server/db';
import type { DealRow } from '@/lib/server/lifecycle';
import { loadCandidates } from './candidates';
import { type PlanningClock, planningClock } from './clock';
import { layoutOf } from './segment-layout';

/** Wishes that differ from the deal's row. */
export interface PlacementWishes {
  /** Shards per segment; the fewest that reach the target if not given. */
  n?: number;
  exclude?: readonly string[];
  seed: Hex;
  clock?: PlanningClock;
}

/** Chooses nodes for a deal among those that are registered now. */
export async function placeDeal(deal: DealRow, wishes: PlacementWishes): Promise<PlacementResult> {
  const clock = wishes.clock ?? (await planningClock());
  const { segments, sectorBytes } = layoutOf(deal, wishes.n ?? deal.k + minimumParity(deal.k));
  return planPlacement({
    candidates: await loadCandidates({ clock, durationPeriods: deal.durationPeriods }),
    tier: tierSchema.parse(deal.tier) satisfies Tier,
    k: deal.k,
    n: wishes.n,
    segments: segments.length,
    sectorBytes: BigInt(sectorBytes),
    fileBytes: deal.fileBytes,
    maxRate: deal.maxRate === null ? undefined : toBig(deal.maxRate),
    exclude: wishes.exclude ?? [],
    seed: wishes.seed,
    startPeriod: clock.period,
    durationPeriods: deal.durationPeriods,
  });
}
