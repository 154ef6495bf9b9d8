'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button, Select } from '@/components/ui';
import type { Page } from './types';
import type { ListUrl } from './use-list-url';

const sizes = [25, 50, 100].map((size) => ({ value: `${size}`, label: `${size} rows` }));

/** Which rows are shown of how many, and the way to the others. */
export function ListPager({ page, url }: { page: Page<unknown>; url: ListUrl }) {
  const { rows, total, limit } = page;
  const pages = Math.max(1, Math.ceil(total / limit));
  const first = (page.page - 1) * limit + 1;
  const go = (to: number) => url.set({ page: to === 1 ? '' : `${to}` });
  return (
    <nav
      aria-label="Pages"
      className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-2 sm:px-6"
    >
      <p className="text-xs text-muted" aria-live="polite">
        {rows.length === 0
          ? `${total.toLocaleString('en')} rows`
          : `${first.toLocaleString('en')} to ${(first + rows.length - 1).toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </p>
      <div className="flex items-center gap-2">
        <Select
          aria-label="Rows on a page"
          value={`${limit}`}
          onChange={({ currentTarget }) =>
            url.set({ limit: currentTarget.value === '25' ? '' : currentTarget.value })
          }
          options={sizes}
        />
        <Button size="sm" disabled={page.page <= 1} onClick={() => go(page.page - 1)}>
          <ChevronLeft aria-hidden /> Before
        </Button>
        <span className="text-xs whitespace-nowrap text-muted">
          {page.page} / {pages}
        </span>
        <Button size="sm" disabled={page.page >= pages} onClick={() => go(page.page + 1)}>
          Next <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
