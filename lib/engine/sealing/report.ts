import type { SealStep, StepProgress } from '../types';

/** Reports how much of one step is done, 0 to 1. */
export type Report = (fraction: number) => void;

/** One step of an operation and its share of the whole work. */
export interface WeightedStep {
  step: SealStep;
  layer: number;
  weight: number;
}

/** Turns progress within each of several steps into progress of the whole. */
export function weightedReports(
  steps: readonly WeightedStep[],
  onProgress: (progress: StepProgress) => void,
): Report[] {
  const total = steps.reduce((sum, { weight }) => sum + weight, 0);
  let before = 0;
  return steps.map(({ step, layer, weight }) => {
    const start = before;
    before += weight;
    return (fraction) => onProgress({ step, layer, fraction: (start + weight * fraction) / total });
  });
}
