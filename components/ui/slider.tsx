'use client';

import type { ComponentProps } from 'react';
import { cn } from '@/lib/client/cn';
import { useFieldProps } from './field';

export type SliderProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> & {
  value: number;
  onValueChange(value: number): void;
  /** The value in words for screen readers, for example "6 months". */
  valueText?: string;
};

/** A number by position; show its value beside it. */
export function Slider({ value, onValueChange, valueText, className, ...props }: SliderProps) {
  const field = useFieldProps();
  return (
    <input
      {...field}
      type="range"
      value={value}
      aria-valuetext={valueText}
      onChange={(event) => onValueChange(event.currentTarget.valueAsNumber)}
      className={cn('h-8 w-full cursor-pointer accent-accent', className)}
      {...props}
    />
  );
}
