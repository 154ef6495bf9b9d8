import { encodeFunctionData, keccak256, stringToHex } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { Hex } from '@/lib/core/proofs';
import { queueTransaction } from '@/lib/server/chain';
import type { Tx } from '@/lib/server/db';
import type { DealRow } from '@/lib/server/lifecycle';
import type { PorepVerdict } from './judge-porep';

/** One verdict as the contract takes it. */
export interface ChainVerdict {
  slot: number;
  generation: number;
  digest: Hex;
  accepted: boolean;
}

/** Outbox key of a verdict that goes alone. */
export function porepKey(deal: string, verdict: ChainVerdict): string {
  return `porep:${deal}:${verdict.slot}:${verdict.generation}:${verdict.digest}`;
}

/** Call data of `recordPoReps`. */
export function encodeVerdicts(verdicts: readonly ChainVerdict[]): Hex {
  const args = [[...verdicts]] as const;
  return encodeFunctionData({ abi: storageDealAbi, functionName: 'recordPoReps', args });
}

/** Puts verdicts on one deal's PoReps into the outbox as one transaction. */
export async function queueVerdicts(
  tx: Tx,
  deal: { id: string; address: Hex },
  verdicts: readonly ChainVerdict[],
): Promise<void> {
  const keys = verdicts.map((verdict) => porepKey(deal.address, verdict)).sort();
  const batch = `porep:${deal.address}:batch:${keccak256(stringToHex(keys.join()))}`;
  await queueTransaction(tx, {
    idempotencyKey: keys.length === 1 ? (keys[0] as string) : batch,
    signer: 'verifier',
    kind: 'porep',
    to: deal.address,
    data: encodeVerdicts(verdicts),
    dealId: deal.id,
  });
}

/**
 * Keeps verdicts and hands them to the chain, all or nothing; the follower tells the nodes. Those that another run has recorded
 * already are left out; callers hold the deal's lock.
 */
export async function recordVerdicts(
  tx: Tx,
  deal: DealRow,
  verdicts: readonly PorepVerdict[],
): Promise<void> {
  const fresh: ChainVerdict[] = [];
  for (const verdict of verdicts) {
    const { id, slot, generation, digest } = verdict.submission;
    const { accepted, reason } = verdict;
    const now = new Date();
    const { count } = await tx.porepSubmission.updateMany({
      where: { id, status: 'RECEIVED' },
      data: {
        status: accepted ? 'ACCEPTED' : 'REJECTED',
        reason,
        verifiedAt: now,
        recordedAt: now,
      },
    });
    if (count === 0) continue;
    fresh.push({ slot, generation, digest: digest as Hex, accepted });
  }
  const target = { id: deal.id, address: deal.address as Hex };
  if (fresh.length > 0) await queueVerdicts(tx, target, fresh);
}
