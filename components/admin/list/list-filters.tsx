'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Input, Select } from '@/components/ui';
import type { Filter } from './types';
import type { ListUrl } from './use-list-url';

const TYPING_MS = 350;

/** Text that is looked for once the typing pauses. */
function SearchBox({ url, placeholder }: { url: ListUrl; placeholder: string }) {
  const current = url.get('search');
  const [text, setText] = useState(current);
  const { set } = url;
  // Back and Forward change the address without anybody typing.
  useEffect(() => setText(current), [current]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (text === current) return;
    timer.current = setTimeout(() => set({ search: text.trim() }), TYPING_MS);
    return () => clearTimeout(timer.current);
  }, [text, current, set]);
  // Whoever leaves the field for a row goes there: a change of the address that came later would
  // take the panel away again.
  const settle = () => {
    clearTimeout(timer.current);
    if (text.trim() !== current) set({ search: text.trim() });
  };
  return (
    <div className="relative min-w-0 flex-[2_1_16rem]">
      <Search className="pointer-events-none absolute top-3 left-3 size-4 text-muted" aria-hidden />
      <Input
        type="search"
        aria-label="Search"
        placeholder={placeholder}
        className="pl-9"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={settle}
      />
    </div>
  );
}

export interface ListFiltersProps {
  url: ListUrl;
  filters: readonly Filter[];
  /** What can be searched for. */
  placeholder: string;
}

/** Search and choices; all of them live in the address. */
export function ListFilters({ url, filters, placeholder }: ListFiltersProps) {
  return (
    <search className="flex flex-wrap gap-3">
      <SearchBox url={url} placeholder={placeholder} />
      {filters.map(({ name, label, options }) => (
        <div key={name} className="min-w-0 flex-[1_1_10rem] sm:max-w-56">
          <Select
            aria-label={label}
            value={url.get(name)}
            onChange={(event) => url.set({ [name]: event.currentTarget.value })}
            options={[{ value: '', label: `${label}: all` }, ...options]}
          />
        </div>
      ))}
    </search>
  );
}
