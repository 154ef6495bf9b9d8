'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/client/cn';
import { useFieldProps } from './field';

export const controlStyles =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface px-3 text-base sm:text-sm text-ink transition-colors hover:border-muted disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-bad';

export type InputProps = ComponentProps<'input'> & {
  /** Unit shown inside on the right, for example "GiB". */
  suffix?: ReactNode;
};

/** One line of text or a number; label it with a Field. */
export function Input({ className, suffix, ...props }: InputProps) {
  const field = useFieldProps();
  const input = (
    <input
      {...field}
      className={cn(controlStyles, 'h-10', suffix ? 'pr-16' : '', className)}
      {...props}
    />
  );
  if (!suffix) return input;
  return (
    <span className="relative block">
      {input}
      <span className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-sm text-muted">
        {suffix}
      </span>
    </span>
  );
}

/** Several lines of text. */
export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  const field = useFieldProps();
  return (
    <textarea {...field} className={cn(controlStyles, 'min-h-24 py-2', className)} {...props} />
  );
}
