import type { Tier } from '@/lib/core/protocol/deals';

/** A tier as a person chooses it. */
export interface TierWords {
  tier: Tier;
  name: string;
  /** What it means for whoever needs the file. */
  meaning: string;
  /** What for. */
  use: string;
}

export const tierWords: readonly TierWords[] = [
  {
    tier: 'instant',
    name: 'Any second',
    meaning: 'At every hour of the week enough computers are on.',
    use: 'For files that people wait for. Needs the most computers.',
  },
  {
    tier: 'half-day',
    name: 'Within 12 hours',
    meaning: 'In any 12 hours enough computers come online.',
    use: 'For files that can be there by tomorrow.',
  },
  {
    tier: 'day',
    name: 'Within a day',
    meaning: 'In any 24 hours enough computers come online.',
    use: 'For backups and archives. The cheapest.',
  },
];

/** "Within a day" */
export function tierName(tier: Tier): string {
  return tierWords.find((words) => words.tier === tier)?.name ?? tier;
}
