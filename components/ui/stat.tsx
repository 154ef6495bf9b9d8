import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

export interface StatProps {
  label: ReactNode;
  value: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** One figure with its name; several of them in a StatGrid. */
export function Stat({ label, value, hint, className }: StatProps) {
  return (
    <div className={cn('flex min-w-0 flex-col bg-surface px-4 py-3 sm:px-6 sm:py-4', className)}>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="wrap-anywhere text-lg font-semibold sm:text-xl">{value}</dd>
      {hint ? <dd className="text-xs text-muted">{hint}</dd> : null}
    </div>
  );
}

/** Figures side by side, divided by hairlines. */
export function StatGrid({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <dl
      className={cn(
        'grid grid-cols-[repeat(auto-fit,minmax(10rem,1fr))] gap-px overflow-hidden rounded-md border bg-line',
        className,
      )}
    >
      {children}
    </dl>
  );
}
