import { Check } from 'lucide-react';
import { cn } from '@/lib/client/cn';

export type Cell = 'p' | 'k' | 'm' | 'n' | '-';

/** What a cell means, for those who do not see it. */
export const cellWords: Record<Cell, string> = {
  p: 'promised',
  k: 'proved',
  m: 'missed',
  n: 'on, nothing to prove',
  '-': 'off',
};

const looks: Record<Cell, string> = {
  p: 'bg-accent/35',
  k: 'bg-accent-soft text-accent ring-1 ring-accent ring-inset',
  m: 'text-bad ring-1 ring-bad ring-inset bg-[repeating-linear-gradient(135deg,var(--bad)_0_1px,transparent_1px_5px)]',
  n: 'bg-[repeating-linear-gradient(135deg,color-mix(in_srgb,var(--accent)_35%,transparent)_0_1px,transparent_1px_5px)] ring-1 ring-accent/20 ring-inset',
  '-': '',
};

/** One hour of one computer: filled is a promise, outlined and checked a promise kept, faintly hatched one that asked for no proof. */
export function DayCell({ cell, ahead }: { cell: Cell; ahead?: boolean }) {
  return (
    <span
      className={cn(
        'grid h-4 place-items-center rounded-[2px] transition-colors duration-200',
        looks[cell],
        ahead && cell === 'p' && 'bg-accent/20',
      )}
    >
      {cell === 'k' ? <Check className="size-3" strokeWidth={3} aria-hidden /> : null}
      <span className="sr-only">{cellWords[cell]}</span>
    </span>
  );
}
