import type { Ineligible } from './eligibility';
import { tierTargets } from './tiers';
import type { PlacementInput, UptimePrediction } from './types';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function clock(hour: number): string {
  return `${DAYS[Math.floor(hour / 24)]} ${String(hour % 24).padStart(2, '0')}:00 UTC`;
}

/** Rounds down, so that a missed target never reads as reached. */
function percent(p: number): string {
  return `${(Math.floor(p * 10_000) / 100).toFixed(2)} %`;
}

function reasons(refused: ReadonlyMap<Ineligible, number>): string {
  const parts = [...refused]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${count} ${reason}`);
  return parts.length === 0 ? '' : ` Not usable: ${parts.join(', ')}.`;
}

/** Says that fewer computers can be used than are needed. */
export function explainTooFew(
  needed: number,
  usable: number,
  refused: ReadonlyMap<Ineligible, number>,
): string {
  return `${needed} computers are needed and ${usable} can be used.${reasons(refused)}`;
}

/** Says how far a plan is from its target, and when it is weakest. */
export function explainShortfall(
  input: PlacementInput,
  prediction: UptimePrediction,
  refused: ReadonlyMap<Ineligible, number>,
): string {
  const { target, windowHours } = tierTargets[input.tier];
  const when =
    windowHours === 1
      ? `at ${clock(prediction.worstHour)}`
      : `in the ${windowHours} hours from ${clock(prediction.worstHour)}`;
  return (
    `The target is ${percent(target)} in every window; ${when} this plan reaches ` +
    `${percent(prediction.worst)}, with ${prediction.expectedOnlineAtWorst.toFixed(1)} computers ` +
    `expected and ${input.k} needed. More or steadier computers with hours there are missing.` +
    reasons(refused)
  );
}
