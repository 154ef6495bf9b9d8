import { db } from '@/lib/server/db';
import type { TestDeal } from './deal-world';

/** Every row that mirrors the chain, without what only says when a row was written. */
export async function mirror() {
  const deals = await db().deal.findMany({ orderBy: { id: 'asc' } });
  return {
    nodes: await db().node.findMany({ orderBy: { operator: 'asc' } }),
    deals: deals.map(({ updatedAt: _, ...deal }) => deal),
    slots: await db().slot.findMany({
      orderBy: [{ dealId: 'asc' }, { index: 'asc' }, { generation: 'asc' }],
    }),
    credits: await db().creditedDispute.findMany({
      orderBy: [{ dealId: 'asc' }, { index: 'asc' }, { generation: 'asc' }, { period: 'asc' }],
    }),
    periods: await db().period.findMany({ orderBy: { index: 'asc' } }),
    events: await db().chainEvent.findMany({
      orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
    }),
  };
}

/** Types of what somebody was told, oldest first. */
export async function told(recipient: string): Promise<string[]> {
  const where = { recipient: recipient.toLowerCase() };
  const events = await db().inboxEvent.findMany({ where, orderBy: { seq: 'asc' } });
  return events.map((event) => event.type);
}

export const dealRow = (deal: TestDeal) => db().deal.findUniqueOrThrow({ where: { id: deal.id } });

export const slotRow = (deal: TestDeal, index: number, generation = 0) =>
  db().slot.findUniqueOrThrow({
    where: { dealId_index_generation: { dealId: deal.id, index, generation } },
  });
