import type { Hex } from '@/lib/core/proofs';
import { db } from '@/lib/server/db';
import type { ProvenSlot } from './public-inputs';

/** A slot that `operator` holds or held live, with its deal's row id. */
export interface HeldSlot extends ProvenSlot {
  dealId: string;
}

/** Names a generation as {@link heldSlots} does. */
export const heldKey = (slot: { deal: string; slot: number; generation: number }) =>
  `${slot.deal.toLowerCase()}/${slot.slot}/${slot.generation}`;

/** Slots of a node that went live, by {@link heldKey}. */
export async function heldSlots(operator: string): Promise<Map<string, HeldSlot>> {
  const rows = await db().slot.findMany({
    where: { node: operator, start: { not: null }, commR: { not: null } },
    include: { deal: { select: { address: true, sectorBytes: true } } },
  });
  const held = rows.flatMap((row): HeldSlot[] => {
    const { address, sectorBytes } = row.deal;
    if (!address || !sectorBytes || !row.commR) return [];
    return [
      {
        dealId: row.dealId,
        deal: address as Hex,
        slot: row.index,
        generation: row.generation,
        node: row.node as Hex,
        sectorBytes,
        commD: row.commD as Hex,
        commR: row.commR as Hex,
      },
    ];
  });
  return new Map(held.map((slot) => [heldKey(slot), slot]));
}
