import { bytesToHex } from 'viem';
import { isSkipped, type PoStEntry, proofDigest } from '@/lib/core/proofs';
import type { Hex } from '@/lib/core/protocol';
import type { StoredPost } from '../store/posts';
import { type SlotRecord, slotKey } from '../store/slots';
import type { AgentContext } from './context';
import { proveSectors } from './prove-sectors';
import type { UnreadSectors } from './unread-sectors';

/** Work of one period. */
export interface PeriodWork {
  period: bigint;
  seed: Hex;
  /** Proofs already made; a sector that was skipped is read anew every time. */
  entries: Map<string, PoStEntry>;
  /** Slots that need no further try. */
  done: Set<string>;
  unread: UnreadSectors;
}

/** A proof as it is kept for disputes. */
function toKeep(entry: PoStEntry): StoredPost {
  const { deal, slot, generation } = entry;
  const proof = bytesToHex(entry.proof);
  const digest = proofDigest(entry.proof);
  return { deal, slot, generation, proof, digest, delivered: false, onChain: false };
}

/**
 * Proves slots for the period's message, those of which no proof was made before. Proofs are on disk
 * before it returns; a sector that cannot be read is an entry only as long as the portal was not
 * told so.
 */
export async function proveWork(
  ctx: AgentContext,
  work: PeriodWork,
  due: readonly SlotRecord[],
): Promise<{ record: SlotRecord; entry: PoStEntry }[]> {
  const { period, entries, unread } = work;
  const fresh = due.filter((record) => !entries.has(slotKey(record.offer)));
  const made = await proveSectors(ctx, work.seed, fresh);
  const proved = made.filter((entry) => !isSkipped(entry));
  await ctx.posts.keep(period, proved.map(toKeep));
  for (const entry of proved) {
    entries.set(slotKey(entry), entry);
    unread.delete(slotKey(entry));
  }
  const skipped = new Map(made.filter(isSkipped).map((entry) => [slotKey(entry), entry]));
  const isInVain = [...skipped.keys()].some((key) => unread.has(key));
  if (isInVain) unread.postpone(ctx.clock.untilStart(period + 1n));
  return due.flatMap((record) => {
    const key = slotKey(record.offer);
    const entry = entries.get(key) ?? skipped.get(key);
    return entry && !unread.has(key) ? [{ record, entry }] : [];
  });
}
