import { z } from 'zod';

/** Direction of a sorted list. */
export const sortOrder = z.enum(['asc', 'desc']);
export type SortOrder = z.output<typeof sortOrder>;

/**
 * Query of a numbered page of a sorted, searchable list. `page` counts from 1; an address in the
 * browser can hold it, which a cursor does not allow.
 *
 * @param sorts names of the sort keys; the first is used when none is given
 */
export function listQuery<const S extends readonly [string, ...string[]]>(sorts: S) {
  return z.object({
    page: z.coerce.number().pipe(z.int().min(1).max(100_000)).default(1),
    limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(25),
    search: z.string().trim().max(120).default(''),
    sort: z.enum(sorts).default(sorts[0] as never),
    order: sortOrder.default('desc'),
  });
}

/** One numbered page. `total` counts the rows of all pages. */
export function listPage<T extends z.ZodType>(row: T) {
  return z.object({
    rows: z.array(row),
    total: z.int().min(0),
    page: z.int().min(1),
    limit: z.int().min(1),
  });
}
