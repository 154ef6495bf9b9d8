'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useRef, useState } from 'react';
import { glossary } from '@/lib/client/glossary';

/** Fetched with the first click: what places the card is larger than many pages. */
const TermCard = dynamic(() => import('./term-card'), { ssr: false });

export interface TermProps {
  /** A word of the glossary. */
  word: string;
  /** How the sentence says it, when that differs: `<Term word="node">nodes</Term>`. */
  children?: ReactNode;
}

/** A word of ours with a dotted underline; a click explains it. Unknown words stay plain. */
export function Term({ word, children }: TermProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const meaning = glossary[word.toLowerCase()];
  if (!meaning) return <>{children ?? word}</>;
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="rounded-sm underline decoration-muted decoration-dotted underline-offset-4 hover:decoration-ink"
      >
        {children ?? word}
      </button>
      {open ? (
        <TermCard word={word} meaning={meaning} anchor={button} onOpenChange={setOpen} />
      ) : null}
    </>
  );
}
