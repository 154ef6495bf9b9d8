'use client';

import * as Radix from 'radix-ui/tabs';
import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

export interface TabItem {
  id: string;
  label: ReactNode;
  content: ReactNode;
}

export interface TabsProps {
  /** What the tabs choose between, for screen readers. */
  label: string;
  items: readonly TabItem[];
  /** Controlled: the open tab. */
  value?: string;
  onValueChange?(id: string): void;
  defaultValue?: string;
  className?: string;
}

/** Several views of one thing, one at a time; arrow keys move between them. */
export function Tabs({ label, items, value, onValueChange, defaultValue, className }: TabsProps) {
  return (
    <Radix.Root
      value={value}
      onValueChange={onValueChange}
      defaultValue={defaultValue ?? items[0]?.id}
      className={cn('grid min-w-0 gap-4', className)}
    >
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b">
        {items.map((item) => (
          <Radix.Trigger
            key={item.id}
            value={item.id}
            className="-mb-px border-b-2 border-transparent px-3 py-2 text-sm font-medium whitespace-nowrap text-muted hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {item.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.id} value={item.id} className="min-w-0">
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
