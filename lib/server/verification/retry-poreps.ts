import { decodeFunctionData } from 'viem';
import { storageDealAbi } from '@/lib/core/chain/abi';
import type { Hex } from '@/lib/core/proofs';
import { db } from '@/lib/server/db';
import { attemptsOf, queueRetried, withLockedDeal } from '@/lib/server/lifecycle';
import { type ChainVerdict, encodeVerdicts, porepKey } from './record-poreps';

const MAX_ATTEMPTS = 4;
const LOOK_BACK_MS = 24 * 3600 * 1000;

function verdictsIn(data: string): readonly ChainVerdict[] {
  const call = decodeFunctionData({ abi: storageDealAbi, data: data as Hex });
  return call.functionName === 'recordPoReps' ? call.args[0] : [];
}

/** Sends one verdict again, alone, while its slot still waits for it. */
async function sendAlone(dealId: string, verdict: ChainVerdict): Promise<void> {
  await withLockedDeal(dealId, async (tx, deal) => {
    const { slot: index, generation, digest } = verdict;
    const where = { dealId, index, generation, state: 'PRECOMMITTED' as const };
    const waiting = await tx.slot.findFirst({ where: { ...where, proofDigest: digest } });
    if (!waiting || !deal.address) return;
    const address = deal.address as Hex;
    const key = porepKey(address, verdict);
    if ((await attemptsOf(tx, key)).length >= MAX_ATTEMPTS) return;
    await queueRetried(tx, {
      idempotencyKey: key,
      signer: 'verifier',
      kind: 'porep',
      to: address,
      data: encodeVerdicts([verdict]),
      dealId,
    });
  });
}

/**
 * A batch reverts as a whole when one of its slots has changed hands meanwhile; the verdicts that
 * still matter then go one by one.
 */
export async function retryFailedPoreps(): Promise<void> {
  const failed = await db().transaction.findMany({
    where: {
      kind: 'porep',
      status: 'FAILED',
      createdAt: { gte: new Date(Date.now() - LOOK_BACK_MS) },
    },
  });
  for (const { dealId, data } of failed) {
    if (dealId === null) continue;
    for (const verdict of verdictsIn(data)) await sendAlone(dealId, verdict);
  }
}
