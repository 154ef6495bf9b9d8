'use client';

import * as Popover from 'radix-ui/popover';
import type { RefObject } from 'react';

export interface TermCardProps {
  word: string;
  meaning: string;
  /** The word in the text. */
  anchor: RefObject<HTMLButtonElement | null>;
  onOpenChange(open: boolean): void;
}

/** What a word means, beside it; the default export, for `dynamic`. */
export default function TermCard({ word, meaning, anchor, onOpenChange }: TermCardProps) {
  return (
    <Popover.Root open onOpenChange={onOpenChange}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLButtonElement>} />
      <Popover.Portal>
        <Popover.Content
          side="top"
          sideOffset={6}
          collisionPadding={8}
          aria-label={`What ${word} means`}
          // A click on the word itself closes by that click; twice would open it again.
          onInteractOutside={(event) => {
            if (anchor.current?.contains(event.target as Node)) event.preventDefault();
          }}
          onEscapeKeyDown={() => anchor.current?.focus()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 max-w-72 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs text-ink"
        >
          <span className="font-semibold">{word}</span>: {meaning}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
