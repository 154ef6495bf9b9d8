import { AppError } from '@/lib/core/errors';
import { proofDigest, type SealParams } from '@/lib/core/proofs';
import { PROOF_DIGEST_HEADER, PROOF_SIGNATURE_HEADER } from '@/lib/core/protocol/agents';
import { type Address, type Hex, hash, signature } from '@/lib/core/protocol/primitives';
import { assertProofSigned } from '@/lib/server/auth';
import { readBytes } from '@/lib/server/http';
import { profile } from '@/lib/server/lifecycle';

/** A proof upload whose bytes are what its node signed. */
export interface ProofBody {
  bytes: Uint8Array;
  digest: Hex;
}

/** Shape of the proofs of a sector of this network. */
export function sealParamsOf(sectorBytes: number): SealParams {
  const { layers, porepChallenges, postChallenges, droppedRows } = profile();
  return { sectorBytes, layers, porepChallenges, postChallenges, droppedRows };
}

function header(request: Request, name: string, schema: typeof hash): Hex {
  const parsed = schema.safeParse(request.headers.get(name) ?? '');
  if (parsed.success) return parsed.data;
  throw new AppError('BAD_REQUEST', `The header ${name} is missing or malformed.`);
}

/**
 * Reads a proof upload and checks digest and signature.
 *
 * @param period - 0 for a PoRep
 * @throws AppError `BAD_REQUEST`, `BODY_MISSING`, `BODY_TOO_LARGE`, `PROOF_DIGEST_MISMATCH`, `SIGNATURE_INVALID`
 */
export async function readProof(
  request: Request,
  operator: Address,
  period: bigint,
  maxBytes: number,
): Promise<ProofBody> {
  const digest = header(request, PROOF_DIGEST_HEADER, hash);
  const signed = header(request, PROOF_SIGNATURE_HEADER, signature);
  await assertProofSigned(operator, period, digest, signed);
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) throw new AppError('BODY_MISSING', 'Send the proof as the body.');
  const actual = proofDigest(bytes);
  if (actual === digest) return { bytes, digest };
  throw new AppError('PROOF_DIGEST_MISMATCH', 'The body is not what the digest says.', {
    details: { expected: digest, actual },
  });
}
