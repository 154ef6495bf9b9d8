import type { Hex } from '@/lib/core/deals';
import type { Tx } from '@/lib/server/db';
import type { SlotProof } from './count-slots';

/** Key of a slot generation among all deals. */
export const proofKey = (slot: { dealId: string; slot: number; generation: number }) =>
  `${slot.dealId}/${slot.slot}/${slot.generation}`;

/** What was handed in for each slot in a period: an accepted proof where there is one. */
export async function periodProofs(tx: Tx, period: bigint): Promise<Map<string, SlotProof>> {
  const rows = await tx.postVerdict.findMany({
    where: { period, status: { in: ['ACCEPTED', 'REJECTED'] } },
    orderBy: { submissionId: 'asc' },
  });
  const proofs = new Map<string, SlotProof>();
  for (const row of rows) {
    const key = proofKey(row);
    if (proofs.get(key)?.accepted) continue;
    proofs.set(key, { digest: row.digest as Hex, accepted: row.status === 'ACCEPTED' });
  }
  return proofs;
}
