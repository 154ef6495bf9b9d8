'use client';

import { CircleAlert } from 'lucide-react';
import { cn } from '@/lib/client/cn';
import { useQuote } from '@/lib/client/deals/queries';
import { type TierWords, tierWords } from '@/lib/client/deals/tiers';
import { formatFil } from '@/lib/client/format';
import type { Tier } from '@/lib/core/protocol/deals';

interface TierCardsProps {
  value: Tier;
  onChange(tier: Tier): void;
  /** 0 before a file is chosen. */
  bytes: number;
  durationPeriods: number;
}

/** Availability as three cards with what they mean and what they cost. */
export function TierCards(props: TierCardsProps) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">How soon must you be able to read it?</legend>
      <div className="grid gap-3 sm:grid-cols-3">
        {tierWords.map((words) => (
          <TierCard key={words.tier} words={words} {...props} />
        ))}
      </div>
    </fieldset>
  );
}

function TierCard({ words, ...props }: TierCardsProps & { words: TierWords }) {
  const { tier, name, meaning, use } = words;
  const { value, onChange, bytes, durationPeriods } = props;
  const { data, isPlaceholderData } = useQuote(bytes > 0 ? { bytes, durationPeriods, tier } : null);
  const price = data?.cost ? formatFil(data.cost.total) : data ? 'not possible now' : '–';
  const isShort = data !== undefined && !data.prediction.reached;
  return (
    <label
      className={cn(
        'grid cursor-pointer grid-rows-[auto_1fr_auto] gap-1 rounded-md border bg-surface p-4 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-link',
        value === tier ? 'border-accent bg-accent-soft' : 'hover:border-line-strong',
      )}
    >
      <span className="flex items-center gap-2 font-semibold">
        <input
          type="radio"
          name="tier"
          value={tier}
          checked={value === tier}
          onChange={() => onChange(tier)}
          className="size-4 accent-accent"
        />
        {name}
      </span>
      <span className="text-xs text-muted">
        {meaning} {use}
      </span>
      <span className={cn('min-h-6 pt-1 font-medium', isPlaceholderData && 'opacity-60')}>
        {price}
      </span>
      {isShort ? (
        <span className="flex items-start gap-1 text-xs text-warn">
          <CircleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden /> target missed now
        </span>
      ) : null}
    </label>
  );
}
