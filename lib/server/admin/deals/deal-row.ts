import type { AdminDealJson } from '@/lib/core/protocol/admin';
import { db } from '@/lib/server/db';
import { type DealWithUpload, dealSummaryJson } from '@/lib/server/deals/summary';

const SEALED = ['PROVED', 'LIVE'];
const UNSEALED = ['VACANT', 'OFFERED', 'PRECOMMITTED'];

/** The rows of a page with their slots counted in one query. */
export async function dealRows(deals: readonly DealWithUpload[]): Promise<AdminDealJson[]> {
  const groups = await db().slot.groupBy({
    by: ['dealId', 'state'],
    where: { dealId: { in: deals.map(({ id }) => id) }, state: { not: 'ENDED' } },
    _count: true,
  });
  const count = (dealId: string, states: readonly string[]) =>
    groups
      .filter((group) => group.dealId === dealId && states.includes(group.state))
      .reduce((sum, group) => sum + group._count, 0);
  return deals.map((deal) => ({
    ...dealSummaryJson(deal),
    sealed: count(deal.id, SEALED),
    unsealed: count(deal.id, UNSEALED),
  }));
}
