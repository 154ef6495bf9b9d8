'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import type { Column } from './types';
import type { ListUrl } from './use-list-url';

function SortHead<Row>({
  column,
  url,
  fallback,
}: {
  column: Column<Row>;
  url: ListUrl;
  fallback: string;
}) {
  const { sort, head, numeric } = column;
  if (!sort) return <Th numeric={numeric}>{head}</Th>;
  const isActive = (url.get('sort') || fallback) === sort;
  const order = url.get('order') || 'desc';
  const next = isActive && order === 'desc' ? 'asc' : 'desc';
  const Icon = order === 'desc' ? ArrowDown : ArrowUp;
  return (
    <Th
      numeric={numeric}
      aria-sort={isActive ? (order === 'desc' ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        onClick={() => url.set({ sort, order: next })}
        className={cn(
          'inline-flex items-center gap-1 rounded-sm hover:text-ink',
          isActive && 'text-ink',
        )}
      >
        {head}
        <Icon className={cn('size-3.5', !isActive && 'invisible')} aria-hidden />
      </button>
    </Th>
  );
}

export interface ListTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  url: ListUrl;
  defaultSort: string;
  rowId(row: Row): string;
  /** Address of the row's panel; none where there is no more to show. */
  rowHref?(row: Row): string;
  /** Id of the row whose panel is open. */
  open?: string;
  /** True while another page is on its way. */
  stale: boolean;
}

/** Dense rows; the first cell is the link to the row's panel. */
export function ListTable<Row>(props: ListTableProps<Row>) {
  const { caption, columns, rows, url, defaultSort, rowId, rowHref, open, stale } = props;
  return (
    <Table caption={caption} className={cn(stale && 'opacity-60')} aria-busy={stale}>
      <THead>
        <Tr>
          {columns.map((column) => (
            <SortHead key={column.id} column={column} url={url} fallback={defaultSort} />
          ))}
        </Tr>
      </THead>
      <TBody>
        {rows.map((row) => {
          const id = rowId(row);
          return (
            <Tr key={id} className={cn(id === open && 'bg-accent-soft')}>
              {columns.map(({ id: column, numeric, cell }, index) => (
                <Td key={column} numeric={numeric} className="whitespace-nowrap">
                  {index === 0 && rowHref ? (
                    <Link
                      href={rowHref(row)}
                      scroll={false}
                      aria-current={id === open ? 'true' : undefined}
                      className="link"
                    >
                      {cell(row)}
                    </Link>
                  ) : (
                    cell(row)
                  )}
                </Td>
              ))}
            </Tr>
          );
        })}
      </TBody>
    </Table>
  );
}
