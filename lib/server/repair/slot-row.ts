import type { Tx } from '@/lib/server/db';

/** A row of `Slot`. */
export type SlotRow = NonNullable<Awaited<ReturnType<Tx['slot']['findUnique']>>>;

/** The newest generation of each slot of a deal. */
export async function currentSlots(tx: Tx, dealId: string): Promise<SlotRow[]> {
  const rows = await tx.slot.findMany({ where: { dealId }, orderBy: { generation: 'asc' } });
  return [...new Map(rows.map((row) => [row.index, row])).values()];
}
