import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { checkWindowPoStForm, type PoStEntry, proofDigest } from '@/lib/core/proofs';
import {
  type PostReceipt,
  platformDomain,
  postReceiptTypes,
  type RefusedReceipt,
} from '@/lib/core/protocol';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { logger } from '@/lib/server/logger';
import { isPeriodOpen } from '@/lib/server/periods/is-open';
import { sealParams } from './public-inputs';

/** The node's message of one period. */
interface TakenIn {
  id: string;
  period: bigint;
  /** Receipts that were given already. */
  receipts: unknown;
}

/** A proof in a message, and how large the sector is that it should be of. */
export interface ReceiptableProof {
  entry: PoStEntry;
  slot: { sectorBytes: number };
}

async function sign(
  account: PrivateKeyAccount,
  period: bigint,
  { deal, slot, generation, proof }: PoStEntry,
): Promise<PostReceipt> {
  const digest = proofDigest(proof);
  const signature = await account.signTypedData({
    domain: platformDomain(serverEnv().chainId, deployment().contracts.registry),
    types: postReceiptTypes,
    primaryType: 'PoStReceipt',
    message: { deal, slot, generation, period, digest },
  });
  return { deal, slot, generation, digest, signature };
}

/** Why there is no receipt for a proof; null if it gets one. */
function reasonAgainst(proof: ReceiptableProof, isOpen: boolean): RefusedReceipt['reason'] | null {
  if (!isOpen) return 'period-closed';
  const params = sealParams(proof.slot.sectorBytes);
  return checkWindowPoStForm(proof.entry.proof, params) === null ? null : 'malformed';
}

/**
 * Signs with the verifier's key that these proofs came in time, and keeps the receipts with the
 * message for its node to fetch. What is signed could be a proof by its form, and its period is open
 * by its row and by the chain's clock: whoever can write messages into the database gets no signature
 * for one that is long over. What is refused is kept with its reason. Once given they stay; given
 * twice they are the same.
 */
export async function issueReceipts(
  submission: TakenIn,
  proofs: readonly ReceiptableProof[],
): Promise<void> {
  const { id, period } = submission;
  if (submission.receipts !== null) return;
  const { verifier } = serverEnv().keys;
  if (!verifier) {
    logger.warn({ submissionId: id }, 'no receipts: this worker has no VERIFIER_KEY');
    return;
  }
  const account = privateKeyToAccount(verifier);
  const isOpen = await isPeriodOpen(period);
  const receipts: (PostReceipt | RefusedReceipt)[] = [];
  for (const proof of proofs) {
    const reason = reasonAgainst(proof, isOpen);
    if (reason === null) {
      receipts.push(await sign(account, period, proof.entry));
      continue;
    }
    const { deal, slot, generation, proof: body } = proof.entry;
    receipts.push({ deal, slot, generation, digest: proofDigest(body), reason });
    logger.warn({ submissionId: id, deal, slot, generation, period, reason }, 'no receipt');
  }
  await db().postSubmission.update({ where: { id }, data: { receipts: [...receipts] } });
}
