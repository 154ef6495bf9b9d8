import { keccak256, stringToHex } from 'viem';
import { costOf } from '@/lib/core/deals';
import { type Candidate, minimumParity, planPlacement } from '@/lib/core/placement';
import type { QuoteJson, QuoteQuery } from '@/lib/core/protocol/quotes';
import { planSegments } from '@/lib/core/sectors';
import { profile } from '@/lib/server/lifecycle';
import { loadCandidates } from './candidates';
import { type PlanningClock, planningClock } from './clock';
import { costJson, PLATFORM_FEE_BPS } from './plan-json';

/** A slider asks many times a second; the nodes do not change that fast. */
const CANDIDATES_TTL_MS = 10_000;
const MAX_CACHED_TERMS = 64;
/** Only decides between equal nodes, which cost the same. */
const SEED = keccak256(stringToHex('quote'));

const cache = new Map<number, { until: number; candidates: Promise<Candidate[]> }>();

function candidatesFor(durationPeriods: number, clock: PlanningClock): Promise<Candidate[]> {
  const now = Date.now();
  const known = cache.get(durationPeriods);
  if (known && known.until > now) return known.candidates;
  const candidates = loadCandidates({ clock, durationPeriods });
  if (cache.size >= MAX_CACHED_TERMS) cache.clear();
  cache.set(durationPeriods, { until: now + CANDIDATES_TTL_MS, candidates });
  candidates.catch(() => cache.delete(durationPeriods));
  return candidates;
}

/**
 * What a file would cost with the nodes of this moment, by the same placement and arithmetic as a
 * plan. Writes nothing and reserves nothing.
 *
 * @throws AppError `SECTOR_FILE_TOO_LARGE`, `PLACEMENT_INPUT_INVALID`
 */
export async function quoteFor(query: QuoteQuery): Promise<QuoteJson> {
  const { bytes, durationPeriods, tier } = query;
  const { sectorBytes: allowedSectorBytes, defaultDataShards: k, ...spans } = profile();
  const layoutOf = (n: number) => planSegments({ fileBytes: bytes, k, n, allowedSectorBytes });
  const { segments, sectorBytes } = layoutOf(k + minimumParity(k));
  const clock = await planningClock();
  const placement = planPlacement({
    candidates: await candidatesFor(durationPeriods, clock),
    tier,
    k,
    segments: segments.length,
    sectorBytes: BigInt(sectorBytes),
    fileBytes: BigInt(bytes),
    exclude: [],
    seed: SEED,
    startPeriod: clock.period,
    durationPeriods,
  });
  const cost = costOf({
    rates: placement.nodes.flatMap((node) => segments.map(() => node.rate)),
    sectorBytes: BigInt(sectorBytes),
    durationPeriods,
    sealRewardPeriods: spans.sealRewardPeriods,
    minRunwayPeriods: spans.minRunwayPeriods,
    feeBps: PLATFORM_FEE_BPS,
  });
  const { n, prediction } = placement;
  const shape = { k, n, segments: segments.length, sectorBytes };
  return {
    tier,
    bytes,
    durationPeriods,
    ...shape,
    prediction,
    cost: n > 0 ? costJson(cost) : null,
  };
}
