import { cn } from '@/lib/client/cn';

export interface ProgressProps {
  value: number;
  max?: number;
  /** What progresses, for screen readers. */
  label: string;
  tone?: 'accent' | 'warn' | 'bad';
  className?: string;
}

const fills = { accent: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' };

/** A bar that fills; put the figures in text beside it. */
export function Progress({ value, max = 100, label, tone = 'accent', className }: ProgressProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(max, Math.max(0, value))}
      className={cn('h-2 overflow-hidden rounded-full bg-raised', className)}
    >
      <div
        className={cn('h-full rounded-full transition-[width]', fills[tone])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
