'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

export interface ListUrl {
  get(name: string): string;
  /** Sets some of the parameters, empty ones go; every change but of the page begins at page 1. */
  set(changes: Record<string, string>): void;
  /** The query as the portal gets it. */
  query: string;
  /** `?…` or nothing, to carry it to another page of the same list. */
  suffix: string;
}

/** A list's filters, search, sorting and page live in the address: it can be shared, and Back works. */
export function useListUrl(): ListUrl {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const query = params.toString();
  const set = useCallback(
    (changes: Record<string, string>) => {
      const next = new URLSearchParams(query);
      if (!('page' in changes)) next.delete('page');
      for (const [name, value] of Object.entries(changes)) {
        if (value === '') next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      router.replace(text ? `${path}?${text}` : path, { scroll: false });
    },
    [router, path, query],
  );
  return { get: (name) => params.get(name) ?? '', set, query, suffix: query ? `?${query}` : '' };
}
