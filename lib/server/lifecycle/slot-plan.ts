import { buildSlotTable, type SlotPlan } from '@/lib/core/deals';
import { hoursMapFromHex } from '@/lib/core/nodes';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { type Prisma, type Tx, toBig } from '@/lib/server/db';

/** The slot table's row of a slot, or the plan of a replacement. */
export function slotPlanOf(row: Prisma.SlotGetPayload<Record<string, never>>): SlotPlan {
  return {
    slot: row.index,
    generation: row.generation,
    node: row.node as Address,
    payout: row.payout as Address,
    rate: toBig(row.rate),
    maxSpan: row.maxSpan,
    hoursMap: hoursMapFromHex(row.hoursMap),
    commD: row.commD as Hex,
  };
}

/**
 * A slot's row in the table that the deal was published with, and its Merkle path: what `replaceNode`
 * is shown instead of storing every CommD.
 * @throws AppError `DEAL_BAD_SLOT_TABLE`, `DEAL_UNKNOWN_SLOT`
 */
export async function publishedRow(
  tx: Tx,
  dealId: string,
  slot: number,
): Promise<{ first: SlotPlan; path: Hex[] }> {
  const where = { dealId, generation: 0 };
  const rows = await tx.slot.findMany({ where, orderBy: { index: 'asc' } });
  const plans = rows.map(slotPlanOf);
  const path = buildSlotTable(plans).pathOf(slot);
  return { first: plans[slot] as SlotPlan, path };
}
