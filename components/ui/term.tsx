'use client';

import * as Popover from 'radix-ui/popover';
import type { ReactNode } from 'react';
import { glossary } from '@/lib/client/glossary';

export interface TermProps {
  /** A word of the glossary. */
  word: string;
  /** How the sentence says it, when that differs: `<Term word="node">nodes</Term>`. */
  children?: ReactNode;
}

/** A word of ours with a dotted underline; a click explains it. Unknown words stay plain. */
export function Term({ word, children }: TermProps) {
  const meaning = glossary[word.toLowerCase()];
  if (!meaning) return <>{children ?? word}</>;
  return (
    <Popover.Root>
      <Popover.Trigger className="rounded-sm underline decoration-muted decoration-dotted underline-offset-4 hover:decoration-ink">
        {children ?? word}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          sideOffset={6}
          collisionPadding={8}
          aria-label={`What ${word} means`}
          className="z-50 max-w-72 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs text-ink"
        >
          <span className="font-semibold">{word}</span>: {meaning}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
