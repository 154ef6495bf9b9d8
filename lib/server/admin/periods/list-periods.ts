import type { AdminPeriodJson, AdminPeriodsQuery } from '@/lib/core/protocol/admin';
import { db, type Prisma } from '@/lib/server/db';
import { isoOrNone, orNone, slice } from '../paging';

type PeriodRow = Prisma.PeriodGetPayload<Record<string, never>>;

export function periodJson(row: PeriodRow): AdminPeriodJson {
  return {
    period: `${row.index}`,
    status: row.status,
    seed: orNone(row.seed),
    root: orNone(row.root),
    manifestHash: orNone(row.manifestHash),
    downSeconds: row.downSeconds,
    leaves: row.leaves,
    due: row.due,
    accepted: row.accepted,
    rejected: row.rejected,
    closedAt: isoOrNone(row.closedAt),
    postedAt: isoOrNone(row.postedAt),
  };
}

function whereOf({ status, search }: AdminPeriodsQuery): Prisma.PeriodWhereInput {
  if (!search) return { status };
  // A search that is no period's number finds nothing, as any other word would.
  return { status, index: /^[0-9]{1,18}$/.test(search) ? BigInt(search) : -1n };
}

function orderOf({ sort, order }: AdminPeriodsQuery): Prisma.PeriodOrderByWithRelationInput[] {
  const key = { period: { index: order }, due: { due: order }, rejected: { rejected: order } };
  return [key[sort], { index: order }];
}

/** Proving periods. */
export async function listPeriods(query: AdminPeriodsQuery) {
  const where = whereOf(query);
  const [rows, total] = await Promise.all([
    db().period.findMany({ where, orderBy: orderOf(query), ...slice(query) }),
    db().period.count({ where }),
  ]);
  return { rows: rows.map(periodJson), total, page: query.page, limit: query.limit };
}
