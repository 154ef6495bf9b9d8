/** What a client may ask for: how soon a file can be read back at any hour of the week. */
export type Tier = 'instant' | 'half-day' | 'day';

/** The promise of a tier. */
export interface TierTarget {
  /**
   * Hours within which k holders must have been online: the figure is computed for the window of
   * this length that begins at each of the 168 hours.
   */
  windowHours: number;
  /** Probability that must hold in the worst window. */
  target: number;
  /** Copies of the sector that a node keeps: instant slots keep an unsealed one too. */
  copies: bigint;
}

/**
 * Targets per tier. They are compared with cautious figures (each node at the lower 10 % quantile
 * of its record), so the probability that is seen is higher. A tier that waits longer may miss a
 * little more often: the client comes back in the next window.
 */
export const tierTargets: Readonly<Record<Tier, TierTarget>> = {
  instant: { windowHours: 1, target: 0.999, copies: 2n },
  'half-day': { windowHours: 12, target: 0.995, copies: 1n },
  day: { windowHours: 24, target: 0.99, copies: 1n },
};

/** Shards beside the k data shards that a plan has at least, so that repair has room. */
export function minimumParity(k: number): number {
  return Math.ceil(k / 2);
}

/** The erasure code works in a field of 256 elements. */
export const MAX_SHARDS = 255;

/** Slots of a deal are numbered with 16 bits. */
export const MAX_SLOTS = 65_535;
