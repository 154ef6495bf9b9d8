import { buildSlotTable, type SlotTable } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import { db } from '@/lib/server/db';
import { slotPlanOf } from '@/lib/server/lifecycle';
import type { SlotWithDeal } from './slot-rows';

/** What never changes about a published deal: its slot table and the lengths of its shards. */
export interface DealLayout {
  table: SlotTable;
  /** Bytes of the shard in a slot. */
  payloadBytes(slot: number): number;
}

const MAX_KEPT = 200;
const kept = new Map<string, DealLayout>();

async function load({ dealId, deal }: SlotWithDeal): Promise<DealLayout> {
  const [rows, segments] = await Promise.all([
    db().slot.findMany({ where: { dealId, generation: 0 }, orderBy: { index: 'asc' } }),
    db().segment.findMany({ where: { dealId }, select: { index: true, shardBytes: true } }),
  ]);
  const bytesOf = new Map(segments.map(({ index, shardBytes }) => [index, shardBytes]));
  return {
    table: buildSlotTable(rows.map(slotPlanOf)),
    payloadBytes(slot) {
      const bytes = bytesOf.get(Math.floor(slot / (deal.n ?? 1)));
      if (bytes === undefined) throw new AppError('INTERNAL', 'The segment of a slot is missing.');
      return bytes;
    },
  };
}

/**
 * The layout of a slot's deal. Building the tree of a large deal takes a while and every agent asks
 * often, so the newest layouts are kept; the root in the key makes a replaced chain's deal another.
 */
export async function dealLayout(row: SlotWithDeal): Promise<DealLayout> {
  const key = `${row.deal.address} ${row.deal.slotsRoot}`;
  const known = kept.get(key);
  if (known) return known;
  const layout = await load(row);
  if (row.deal.slotsRoot === null || layout.table.root !== row.deal.slotsRoot) return layout;
  if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
  kept.set(key, layout);
  return layout;
}
