export { betaQuantile, incompleteBeta } from './beta';
export { planPlacement } from './plan-placement';
export { atLeast } from './poisson-binomial';
export { type PredictedNode, predictUptime } from './predict-uptime';
export { reliability } from './reliability';
export {
  MAX_SHARDS,
  MAX_SLOTS,
  minimumParity,
  type Tier,
  type TierTarget,
  tierTargets,
} from './tiers';
export type {
  Candidate,
  PlacementInput,
  PlacementResult,
  RelaxedRule,
  UptimePrediction,
} from './types';
