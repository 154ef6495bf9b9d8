import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, type Prisma, type Tx } from '@/lib/server/db';

export type SlotRow = Prisma.SlotGetPayload<Record<string, never>>;
/** What a slot's holder has to know of its deal; content and terms are large, and nobody here reads them. */
export const dealOfSlot = {
  deal: { omit: { content: true, terms: true } },
} as const satisfies Prisma.SlotInclude;
export type SlotWithDeal = Prisma.SlotGetPayload<{ include: typeof dealOfSlot }>;

/** A slot's coordinates on the wire. */
export interface SlotRef {
  deal: Address;
  slot: number;
  generation: number;
}

/** The slot with its deal, whoever holds it; null if there is none. */
export async function findSlot(ref: SlotRef, tx: Tx = db()): Promise<SlotWithDeal | null> {
  const deal = await tx.deal.findUnique({ where: { address: ref.deal }, select: { id: true } });
  if (!deal) return null;
  const { slot: index, generation } = ref;
  return tx.slot.findUnique({
    where: { dealId_index_generation: { dealId: deal.id, index, generation } },
    include: dealOfSlot,
  });
}

/**
 * The slot, if the node holds it.
 * @throws AppError `SLOT_NOT_FOUND`, `SLOT_FOREIGN`
 */
export async function heldSlot(operator: Address, ref: SlotRef): Promise<SlotWithDeal> {
  const row = await findSlot(ref);
  if (!row) throw new AppError('SLOT_NOT_FOUND', 'There is no such slot.');
  if (row.node === operator) return row;
  throw new AppError('SLOT_FOREIGN', 'This slot is held by another node.');
}
