'use client';

import { SearchX } from 'lucide-react';
import { useSelectedLayoutSegment } from 'next/navigation';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Button, Card, EmptyState, ErrorState, Skeleton } from '@/components/ui';
import { useAdminList } from '@/lib/client/admin/queries';
import { ListFilters } from './list-filters';
import { ListPager } from './list-pager';
import { ListTable } from './list-table';
import type { Column, Filter, Page } from './types';
import { useListUrl } from './use-list-url';

export interface AdminListProps<Row> {
  /** Of the route, also the address below /admin. */
  name: string;
  title: string;
  schema: z.ZodType<Page<Row>>;
  columns: readonly Column<Row>[];
  filters: readonly Filter[];
  searchFor: string;
  defaultSort: string;
  rowId(row: Row): string;
  /** True if rows have a panel. */
  panels?: boolean;
  empty: { title: string; text: ReactNode };
}

const shape = [0, 1, 2, 3, 4, 5, 6, 7];

function Loading() {
  return (
    <div role="status" className="grid gap-4 p-6">
      <span className="sr-only">Loading</span>
      {shape.map((line) => (
        <Skeleton key={line} />
      ))}
    </div>
  );
}

/** A searchable, sortable list; everything about its state is in the address. */
export function AdminList<Row>(props: AdminListProps<Row>) {
  const { name, title, schema, columns, filters, searchFor, defaultSort, rowId, empty } = props;
  const url = useListUrl();
  const open = useSelectedLayoutSegment() ?? undefined;
  const list = useAdminList(name, url.query, schema);
  const isFiltered = [...filters.map((filter) => filter.name), 'search'].some((key) =>
    url.get(key),
  );
  const clear = () =>
    url.set({ search: '', ...Object.fromEntries(filters.map((filter) => [filter.name, ''])) });
  const nothing = isFiltered ? (
    <EmptyState
      icon={SearchX}
      title="Nothing fits"
      text="No row has all of this. Take a filter away, or search for something else."
      action={<Button onClick={clear}>Clear the filters</Button>}
    />
  ) : (
    <EmptyState title={empty.title} text={empty.text} />
  );
  return (
    <section aria-label={title} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <ListFilters url={url} filters={filters} placeholder={searchFor} />
      {list.isError && !list.data ? (
        <ErrorState
          title={`${title} could not be loaded.`}
          error={list.error}
          safe="Nothing was changed."
          retry={() => void list.refetch()}
        />
      ) : (
        <Card>
          {list.data ? (
            <>
              {list.data.rows.length === 0 ? (
                nothing
              ) : (
                <ListTable
                  caption={title}
                  columns={columns}
                  rows={list.data.rows}
                  url={url}
                  defaultSort={defaultSort}
                  rowId={rowId}
                  rowHref={
                    props.panels === false
                      ? undefined
                      : (row) => `/admin/${name}/${rowId(row)}${url.suffix}`
                  }
                  open={open}
                  stale={list.isPlaceholderData}
                />
              )}
              <ListPager page={list.data} url={url} />
            </>
          ) : (
            <Loading />
          )}
        </Card>
      )}
    </section>
  );
}
