import { z } from 'zod';
import type { DealHistoryEntryJson } from '@/lib/core/protocol/deal-progress';
import { type Address, address, uint16 } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { ownDealId } from './find-deal';
import { orNone } from './summary';

const MAX_ENTRIES = 200;

/** Arguments that a reader cares about; an event has some of them. */
const told = z.object({
  slot: uint16.optional().catch(undefined),
  generation: uint16.optional().catch(undefined),
  node: address.optional().catch(undefined),
  value: z.string().optional().catch(undefined),
  amount: z.string().optional().catch(undefined),
  refunded: z.string().optional().catch(undefined),
});

async function events(deal: string): Promise<DealHistoryEntryJson[]> {
  const rows = await db().chainEvent.findMany({
    where: { address: deal },
    orderBy: [{ blockNumber: 'desc' }, { logIndex: 'desc' }],
    take: MAX_ENTRIES,
  });
  return rows.map((row) => {
    const { slot, generation, node, value, amount, refunded } = told.parse(row.args);
    const moved = amount ?? refunded ?? value;
    return {
      name: row.name,
      status: 'final' as const,
      txHash: row.txHash,
      block: `${row.blockNumber}`,
      slot,
      generation,
      node,
      amount: moved,
    };
  });
}

/** What the platform sends for the deal; finalised ones speak through their events. */
async function transactions(dealId: string): Promise<DealHistoryEntryJson[]> {
  const rows = await db().transaction.findMany({
    where: { dealId, status: { not: 'FINALISED' } },
    orderBy: { createdAt: 'desc' },
    take: MAX_ENTRIES,
  });
  return rows.map((row) => ({
    name: row.kind,
    status: row.status === 'FAILED' ? ('failed' as const) : ('pending' as const),
    txHash: orNone(row.hash),
    block: row.blockNumber?.toString(),
    at: row.createdAt.toISOString(),
    error: orNone(row.error),
  }));
}

/**
 * Events of the deal's contract and the platform's transactions for it, newest first.
 * @throws AppError `DEAL_NOT_FOUND`
 */
export async function dealHistoryOf(
  caller: Address,
  ref: string,
): Promise<{ entries: DealHistoryEntryJson[] }> {
  const dealId = await ownDealId(caller, ref, db(), { adminToo: true });
  const deal = await db().deal.findUniqueOrThrow({
    where: { id: dealId },
    select: { address: true },
  });
  const [sent, seen] = await Promise.all([
    transactions(dealId),
    deal.address ? events(deal.address) : [],
  ]);
  return { entries: [...sent, ...seen].slice(0, MAX_ENTRIES) };
}
