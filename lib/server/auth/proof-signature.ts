import { verifyTypedData } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { platformDomain, proofSubmissionTypes } from '@/lib/core/protocol/signatures';
import { deployment } from '@/lib/server/chain';

/**
 * Checks the signature that goes with a proof body; `period` is 0 for a PoRep.
 * @throws AppError `SIGNATURE_INVALID`
 */
export async function assertProofSigned(
  operator: Address,
  period: bigint,
  digest: Hex,
  signature: Hex,
): Promise<void> {
  const { chainId, contracts } = deployment();
  const isValid = await verifyTypedData({
    address: operator,
    domain: platformDomain(chainId, contracts.registry),
    types: proofSubmissionTypes,
    primaryType: 'ProofSubmission',
    message: { operator, period, digest },
    signature,
  }).catch(() => false);
  if (!isValid) throw new AppError('SIGNATURE_INVALID', 'The proof is not signed by its node.');
}
