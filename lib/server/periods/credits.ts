import type { Tx } from '@/lib/server/db';

/** A proof that a dispute credited, where the slot's account and the chain do not agree about it. */
export interface Credit {
  dealId: string;
  index: number;
  generation: number;
  period: bigint;
  /** Periods that the contract credited; 0 where the chain has taken it back. */
  periods: bigint;
  /** What the account has taken of them; null while it does not know of the proof. */
  countedPeriods: bigint | null;
}

/** Names a generation of a slot, as the key of a map. */
export const keyOf = (dealId: string, slot: number, generation: number) =>
  `${dealId}/${slot}/${generation}`;

/**
 * Credits that accounts have to be corrected by, by slot, oldest first. Deals that are over have no
 * accounts, so theirs stay as they are; there may be many of them.
 */
export async function openCredits(tx: Tx): Promise<Map<string, Credit[]>> {
  const credits = await tx.$queryRaw<Credit[]>`
    SELECT c."dealId", c."index", c."generation", c."period",
           COALESCE(c."periods", 0) AS "periods", c."countedPeriods"
    FROM "CreditedDispute" c JOIN "Deal" d ON d."id" = c."dealId"
    WHERE d."status" IN ('ACTIVE', 'CLOSING')
      AND COALESCE(c."periods", 0) IS DISTINCT FROM c."countedPeriods"
    ORDER BY c."period"`;
  const bySlot = new Map<string, Credit[]>();
  for (const credit of credits) {
    const key = keyOf(credit.dealId, credit.index, credit.generation);
    bySlot.set(key, [...(bySlot.get(key) ?? []), credit]);
  }
  return bySlot;
}

/**
 * Accounts have taken these. After `saveWork`, which has the slots' locks.
 *
 * @throws if the follower has removed one meanwhile: nothing of the close may stay
 */
export async function markCounted(tx: Tx, taken: readonly Credit[]): Promise<void> {
  for (const { dealId, index, generation, period, periods } of taken) {
    await tx.creditedDispute.update({
      where: { dealId_index_generation_period: { dealId, index, generation, period } },
      data: { countedPeriods: periods },
    });
  }
}
