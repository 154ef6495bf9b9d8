import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

/** A radio button that looks like a card. */
export function ChoiceCard(props: {
  name: string;
  value: string;
  checked: boolean;
  onChoose(value: string): void;
  title: ReactNode;
  text?: ReactNode;
  className?: string;
}) {
  const { name, value, checked, onChoose, title, text, className } = props;
  return (
    <label
      className={cn(
        'flex cursor-pointer items-start gap-2.5 rounded-md border border-line-strong p-3 transition-colors hover:bg-raised has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-link',
        className,
      )}
    >
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        onChange={() => onChoose(value)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block text-sm font-semibold">{title}</span>
        {text ? <span className="block text-xs text-muted">{text}</span> : null}
      </span>
    </label>
  );
}
