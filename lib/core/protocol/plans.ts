import { z } from 'zod';
import { tier } from './deals';
import { address, big, byteCount, hash, hoursMap, instant, uint16, uuid } from './primitives';

/** One node of a plan and the slots that it would hold. */
export const planNode = z.object({
  operator: address,
  payout: address,
  /** attoFIL per MiB per day. */
  rate: big,
  maxSpan: uint16,
  hoursMap,
  /** Basis points. */
  rating: z.int().min(0).max(10_000),
  region: z.string().optional(),
  timeZone: z.string(),
  slots: z.array(uint16),
});

/** Probabilities that at least k of n nodes are online, per hour of the week. */
export const prediction = z.object({
  worstHour: z.int().min(0).max(167),
  worst: z.number().min(0).max(1),
  mean: z.number().min(0).max(1),
  expectedOnlineAtWorst: z.number().min(0),
  /** Worst hour with one region gone. */
  shocked: z.number().min(0).max(1),
  /** Worst hour with every schedule shifted by up to two hours. */
  jittered: z.number().min(0).max(1),
  reached: z.boolean(),
  /** What the pool lacks when the target is not reached. */
  missing: z.string().optional(),
});
export type Prediction = z.output<typeof prediction>;

/** attoFIL; `total` is for the whole term with seal rewards and fee. */
export const planCost = z.object({
  perPeriod: big,
  perMonth: big,
  total: big,
  sealRewards: big,
  fee: big,
  minimumToStart: big,
});

/** `GET /api/deals/:id/plan` and `Plan.body`. */
export const plan = z.object({
  planId: hash,
  dealId: uuid,
  createdAt: instant,
  tier,
  k: z.int().min(1),
  n: z.int().min(1),
  sectorBytes: byteCount,
  segments: z.int().min(1),
  durationPeriods: z.int().min(1),
  nodes: z.array(planNode),
  prediction,
  cost: planCost,
  /** Stored bytes / file bytes by the erasure code, and by filling sectors. */
  overhead: z.object({ redundancy: z.number(), padding: z.number() }),
  maxRate: big,
  sealRewardPeriods: uint16,
  minRunwayPeriods: uint16,
  feeBps: uint16,
});
export type Plan = z.output<typeof plan>;
export type PlanJson = z.input<typeof plan>;
export type PlanNode = z.output<typeof planNode>;
