import { isCommitted } from '@/lib/core/deals';
import type { AdminProofJson } from '@/lib/core/protocol/admin';
import { db } from '@/lib/server/db';
import { type CountedSlot, countedSlots } from '@/lib/server/periods/counted-slots';
import { periodProofs, proofKey } from '@/lib/server/periods/period-proofs';

/** Slots that are to prove, read once for several periods. */
export function slotsToProve(): Promise<CountedSlot[]> {
  return countedSlots(db());
}

/** Where each slot of a period that is not closed stands: promised, handed in, judged. */
export async function openProofs(
  period: bigint,
  slots: readonly CountedSlot[],
): Promise<AdminProofJson[]> {
  const [proofs, messages] = await Promise.all([
    periodProofs(db(), period),
    db().postSubmission.findMany({
      where: { period, verifiedAt: null },
      select: { operator: true },
    }),
  ]);
  const senders = new Set(messages.map(({ operator }) => operator));
  return slots.flatMap((slot) => {
    const proof = proofs.get(proofKey(slot));
    const due = isCommitted(slot, period);
    if (!due && !proof) return [];
    const judged = proof && (proof.accepted ? ('accepted' as const) : ('rejected' as const));
    // An unjudged message does not say which slots it covers; it is taken for all of its node's.
    const state = judged ?? (senders.has(slot.node) ? ('received' as const) : ('waiting' as const));
    const { dealId, deal, slot: index, generation, node } = slot;
    return [{ dealId, deal, slot: index, generation, node, due, state, digest: proof?.digest }];
  });
}
