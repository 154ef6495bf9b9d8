'use client';

import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '@/lib/client/cn';
import { useFieldProps } from './field';
import { controlStyles } from './input';

export type SelectProps = ComponentProps<'select'> & {
  /** Instead of `<option>` children. */
  options?: readonly { value: string; label: string; disabled?: boolean }[];
};

/** The browser's own select: right on phones and for keyboards. */
export function Select({ options, className, children, ...props }: SelectProps) {
  const field = useFieldProps();
  return (
    <span className="relative block">
      <select
        {...field}
        className={cn(controlStyles, 'h-10 appearance-none pr-9', className)}
        {...props}
      >
        {options?.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
        {children}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-3 right-3 size-4 text-muted"
        aria-hidden
      />
    </span>
  );
}
