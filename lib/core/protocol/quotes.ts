import { z } from 'zod';
import { tier } from './deals';
import { planCost, prediction } from './plans';
import { byteCount } from './primitives';

/** Query of `GET /api/quote`. */
export const quoteQuery = z.object({
  bytes: z.coerce.number().pipe(z.int().min(1)),
  durationPeriods: z.coerce.number().pipe(z.int().min(1)),
  tier,
});
export type QuoteQuery = z.output<typeof quoteQuery>;

/**
 * `GET /api/quote`: what a file of this size would cost with the nodes of this moment. Nothing is
 * reserved; the plan of the deal decides.
 */
export const quote = z.object({
  tier,
  bytes: byteCount,
  durationPeriods: z.int().min(1),
  k: z.int().min(1),
  /** 0 when fewer than k nodes can be used; then there is no price and `prediction.missing` says why. */
  n: z.int().min(0),
  segments: z.int().min(0),
  sectorBytes: byteCount,
  prediction,
  cost: planCost.nullable(),
});
export type Quote = z.output<typeof quote>;
export type QuoteJson = z.input<typeof quote>;
