import { betaQuantile } from './beta';

/** Mean of the prior: the rating of a node without history. */
const PRIOR_MEAN = 0.9;
/** Commitments that the prior weighs as much as: a day of proofs outweighs it. */
const PRIOR_WEIGHT = 10;
/** Which quantile of the posterior is believed. */
const QUANTILE = 0.1;

/**
 * Probability that a node is online in an hour that it promised: lower 10 % quantile of the Beta
 * posterior over its due proofs. Rises with a good record and with a longer one.
 */
export function reliability(node: {
  fulfilments: number | bigint;
  commitments: number | bigint;
}): number {
  const due = Math.max(0, Number(node.commitments));
  const done = Math.min(due, Math.max(0, Number(node.fulfilments)));
  return betaQuantile(
    QUANTILE,
    PRIOR_MEAN * PRIOR_WEIGHT + done,
    (1 - PRIOR_MEAN) * PRIOR_WEIGHT + due - done,
  );
}
