import type { DealProofs } from '@/lib/core/protocol/deal-progress';

/** How many of the last 168 hours were proved, and in how many a computer failed to. */
export interface ProvedHours {
  proved: number;
  missed: number;
}

function countBits(map: bigint): number {
  let count = 0;
  for (let rest = map; rest > 0n; rest &= rest - 1n) count += 1;
  return count;
}

/** Hours in which any computer proved its part, and those in which any missed. */
export function provedHours({ slots }: Pick<DealProofs, 'slots'>): ProvedHours {
  const kept = slots.reduce((map, slot) => map | BigInt(slot.kept), 0n);
  const missed = slots.reduce((map, slot) => map | BigInt(slot.missed), 0n);
  return { proved: countBits(kept), missed: countBits(missed) };
}

const hours = (count: number) => `${count} ${count === 1 ? 'hour' : 'hours'}`;

/** "3 hours proved so far, none missed." */
export function proofSentence({ proved, missed }: ProvedHours): string {
  if (proved === 0 && missed === 0) {
    return 'No hour has been judged yet: its proofs are counted when it is over.';
  }
  if (missed === 0) return `${hours(proved)} proved so far, none missed.`;
  return `${hours(proved)} proved so far; in ${hours(missed)} a computer missed its proof.`;
}
