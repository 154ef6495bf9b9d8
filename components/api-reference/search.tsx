'use client';

import { Search as SearchIcon } from 'lucide-react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { Input } from '@/components/ui';
import { matches } from './matches';

interface Found {
  /** What is looked for; empty shows everything. */
  query: string;
  isShown(text: string): boolean;
}

const Context = createContext<Found>({ query: '', isShown: () => true });

/** Opens the operation that the address names, also when the reader follows a link to it. */
function useOpenedByAddress(): void {
  useEffect(() => {
    const open = () => {
      const named = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (!(named instanceof HTMLDetailsElement)) return;
      named.open = true;
      named.scrollIntoView();
    };
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, []);
}

/** A search box above its children, which show themselves by {@link Match}. */
export function Search({ texts, children }: { texts: readonly string[]; children: ReactNode }) {
  const [query, setQuery] = useState('');
  useOpenedByAddress();
  const found = useMemo<Found>(() => ({ query, isShown: (text) => matches(text, query) }), [query]);
  const count = texts.filter(found.isShown).length;
  return (
    <Context value={found}>
      <search className="grid gap-2">
        <div className="relative max-w-xl">
          <SearchIcon
            className="pointer-events-none absolute top-3 left-3 size-4 text-muted"
            aria-hidden
          />
          <Input
            type="search"
            aria-label="Search the reference"
            placeholder="Path, method, field or word"
            className="pl-9"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </div>
        <p aria-live="polite" className="text-xs text-muted">
          {query.trim() === ''
            ? `${texts.length} operations`
            : count === 0
              ? 'No operation has all of these words.'
              : `${count} of ${texts.length} operations`}
        </p>
      </search>
      {children}
    </Context>
  );
}

interface MatchProps {
  /** Shown when any of these matches. */
  texts: readonly string[];
  className?: string;
  children: ReactNode;
}

/** Hides what does not match; stays in the page, so that its state does. */
export function Match({ texts, className, children }: MatchProps) {
  const { isShown } = useContext(Context);
  return (
    <div hidden={!texts.some(isShown)} className={className}>
      {children}
    </div>
  );
}
