import { STRIPE_BYTES } from './codec';

/** One stripe of a segment. */
export interface Stripe {
  /** Where the stripe starts in every shard. */
  shardOffset: number;
  /** Bytes that every shard has of it. */
  blockBytes: number;
  /** Where its k · blockBytes start in the segment. */
  segmentOffset: number;
}

/** Stripes number `from` to `to` (exclusive) of a segment. */
export function* stripes(
  k: number,
  shardPayloadBytes: number,
  from = 0,
  to = Math.ceil(shardPayloadBytes / STRIPE_BYTES),
): Generator<Stripe> {
  for (let i = from; i < to; i++) {
    const shardOffset = i * STRIPE_BYTES;
    const blockBytes = Math.min(STRIPE_BYTES, shardPayloadBytes - shardOffset);
    yield { shardOffset, blockBytes, segmentOffset: k * shardOffset };
  }
}

/** Range of stripes that hold segment bytes [offset, offset + length). */
export function stripeRange(k: number, offset: number, length: number): [number, number] {
  const bytes = k * STRIPE_BYTES;
  return [Math.floor(offset / bytes), length === 0 ? 0 : Math.ceil((offset + length) / bytes)];
}
