import { isDealOver } from '@/lib/core/deals';
import type { AdminDealsQuery } from '@/lib/core/protocol/admin';
import { dealStatuses } from '@/lib/core/protocol/deals';
import { db, type Prisma } from '@/lib/server/db';
import { lowered, slice } from '../paging';
import { dealRows } from './deal-row';

const OPEN = dealStatuses.filter((status) => !isDealOver(status));

function whereOf({ status, tier, search }: AdminDealsQuery): Prisma.DealWhereInput {
  const where = { status: status === 'open' ? { in: OPEN } : status, tier };
  if (!search) return where;
  const exact = lowered(search);
  const filename = { contains: search, mode: 'insensitive' as const };
  const matches = [{ id: exact }, { address: exact }, { client: exact }, { failureCode: search }];
  return { ...where, OR: [...matches, { upload: { filename } }] };
}

function orderOf({ sort, order }: AdminDealsQuery): Prisma.DealOrderByWithRelationInput[] {
  const key: Record<AdminDealsQuery['sort'], Prisma.DealOrderByWithRelationInput> = {
    created: { createdAt: order },
    updated: { updatedAt: order },
    size: { fileBytes: order },
    ends: { endPeriod: { sort: order, nulls: 'last' } },
    status: { status: order },
  };
  return [key[sort], { id: order }];
}

/** Deals of all clients. */
export async function listAllDeals(query: AdminDealsQuery) {
  const where = whereOf(query);
  const include = { upload: true };
  const [deals, total] = await Promise.all([
    db().deal.findMany({ where, include, orderBy: orderOf(query), ...slice(query) }),
    db().deal.count({ where }),
  ]);
  return { rows: await dealRows(deals), total, page: query.page, limit: query.limit };
}
