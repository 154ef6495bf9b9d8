import { Fragment, type ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

/** A name and what it is; `undefined` values are left out. */
export type Fact = readonly [label: string, value: ReactNode];

/** Everything known of a thing, one line each. */
export function Facts({ facts, className }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl
      className={cn('grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[11rem_minmax(0,1fr)]', className)}
    >
      {facts
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([label, value]) => (
          <Fragment key={label}>
            <dt className="text-muted">{label}</dt>
            <dd className="mb-1 min-w-0 break-words sm:mb-0">{value}</dd>
          </Fragment>
        ))}
    </dl>
  );
}

export interface SectionProps {
  title: string;
  /** How many there are. */
  count?: number;
  /** Shown instead of the children when there are none. */
  empty?: string;
  children?: ReactNode;
}

/** A part of a panel. */
export function Section({ title, count, empty, children }: SectionProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="flex items-baseline gap-2 text-base">
        {title}
        {count === undefined ? null : (
          <span className="text-sm font-normal text-muted">{count.toLocaleString('en')}</span>
        )}
      </h3>
      {count === 0 && empty ? <p className="text-sm text-muted">{empty}</p> : children}
    </section>
  );
}
