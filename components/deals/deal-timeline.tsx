import { Check, X } from 'lucide-react';
import { cn } from '@/lib/client/cn';
import { type TimelineStep, timelineOf } from '@/lib/client/deals/timeline';
import type { DealSnapshot } from '@/lib/core/protocol/deals';

const dots: Record<TimelineStep['state'], string> = {
  done: 'border-accent bg-accent text-on-accent',
  current: 'border-accent bg-surface text-accent',
  todo: 'border-line-strong bg-surface',
  stopped: 'border-bad bg-surface text-bad',
};

/** The life of the deal in six steps. */
export function DealTimeline({ deal }: { deal: DealSnapshot }) {
  const steps = timelineOf(deal);
  return (
    <ol aria-label="Progress of the deal" className="grid gap-y-2 sm:grid-cols-6">
      {steps.map(({ id, label, state }, i) => (
        <li
          key={id}
          aria-current={state === 'current' ? 'step' : undefined}
          className="relative flex items-center gap-2 sm:flex-col sm:items-start"
        >
          {i > 0 ? (
            <span
              aria-hidden
              className={cn(
                'absolute top-2.5 right-full hidden h-px sm:block sm:w-[calc(100%-1.75rem)]',
                state === 'todo' ? 'bg-line' : 'bg-accent',
                'mr-1',
              )}
            />
          ) : null}
          <span
            aria-hidden
            className={cn(
              'grid size-5 shrink-0 place-items-center rounded-full border-2',
              dots[state],
            )}
          >
            {state === 'done' ? <Check className="size-3" strokeWidth={3} /> : null}
            {state === 'stopped' ? <X className="size-3" strokeWidth={3} /> : null}
            {state === 'current' ? <span className="size-2 rounded-full bg-accent" /> : null}
          </span>
          <span
            className={cn(
              'text-xs',
              state === 'todo' ? 'text-muted' : 'font-medium',
              state === 'stopped' && 'text-bad',
            )}
          >
            {label}
            <span className="sr-only">{state === 'done' ? ', done' : ''}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
