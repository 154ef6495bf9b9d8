import { privateKeyToAccount } from 'viem/accounts';
import { type PoStEntry, proofDigest } from '@/lib/core/proofs';
import { type PostReceipt, platformDomain, postReceiptTypes } from '@/lib/core/protocol';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';

/** The node's message of one period, taken in before the period was closed. */
interface TakenIn {
  id: string;
  period: bigint;
  /** Receipts that were given already. */
  receipts: unknown;
}

async function sign(period: bigint, entries: readonly PoStEntry[]): Promise<PostReceipt[] | null> {
  const { chainId, keys } = serverEnv();
  if (!keys.verifier) return null;
  const account = privateKeyToAccount(keys.verifier);
  const domain = platformDomain(chainId, deployment().contracts.registry);
  const receipts: PostReceipt[] = [];
  for (const { deal, slot, generation, proof } of entries) {
    const digest = proofDigest(proof);
    const signature = await account.signTypedData({
      domain,
      types: postReceiptTypes,
      primaryType: 'PoStReceipt',
      message: { deal, slot, generation, period, digest },
    });
    receipts.push({ deal, slot, generation, digest, signature });
  }
  return receipts;
}

/**
 * Signs with the verifier's key that these proofs came in time, and keeps the receipts with the
 * message for its node to fetch. Once given they stay; given twice they are the same.
 */
export async function issueReceipts(
  submission: TakenIn,
  entries: readonly PoStEntry[],
): Promise<void> {
  const { id, period } = submission;
  if (submission.receipts !== null) return;
  const receipts = await sign(period, entries);
  if (receipts === null) {
    logger.warn({ submissionId: id }, 'no receipts: this worker has no VERIFIER_KEY');
    return;
  }
  await db().postSubmission.update({ where: { id }, data: { receipts: [...receipts] } });
}
