'use client';

import { Field, Slider, Term, Time } from '@/components/ui';
import { clockSpeed, durationName, realSeconds } from '@/lib/client/deals/durations';
import { formatDuration } from '@/lib/client/format';
import type { Network } from '@/lib/core/protocol/network';

interface DurationChoiceProps {
  stops: readonly number[];
  /** Which of the stops. */
  index: number;
  onChange(index: number): void;
  network: Network;
  /** Milliseconds; null before the page knows the time. */
  now: number | null;
}

/** How long to store, with the date at which it ends. */
export function DurationChoice({ stops, index, onChange, network, now }: DurationChoiceProps) {
  const periods = stops[index] ?? 0;
  const seconds = realSeconds(periods, network.periodSeconds);
  const name = durationName(periods);
  return (
    <Field
      label="How long?"
      hint={
        <>
          {network.simulatedClock
            ? `This network runs on a simulated clock, ${clockSpeed(network.periodSeconds)} times faster: ${name} take ${formatDuration(seconds)} and would end about `
            : 'Ends about '}
          {now === null ? '…' : <Time date={now + seconds * 1000} />}. That is {periods}{' '}
          <Term word="period">proving hours</Term>. You can close earlier and get back what was not
          used.
        </>
      }
    >
      <div className="flex items-center gap-4">
        <Slider
          min={0}
          max={Math.max(0, stops.length - 1)}
          step={1}
          value={index}
          onValueChange={onChange}
          valueText={name}
          aria-label="How long to store the file"
        />
        <output className="w-24 shrink-0 text-right text-lg font-semibold">{name}</output>
      </div>
    </Field>
  );
}
