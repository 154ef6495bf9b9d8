import type { ReactNode } from 'react';

/** One column of a list. */
export interface Column<Row> {
  id: string;
  head: ReactNode;
  /** Name of the sort key, where the portal can sort by it. */
  sort?: string;
  numeric?: boolean;
  cell(row: Row): ReactNode;
}

/** A choice above a list, kept in the address under its name. */
export interface Filter {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

/** A page as every list answers. */
export interface Page<Row> {
  rows: Row[];
  total: number;
  page: number;
  limit: number;
}
