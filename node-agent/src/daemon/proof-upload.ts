import type { z } from 'zod';
import { proofDigest } from '@/lib/core/proofs';
import {
  type Hex,
  PROOF_DIGEST_HEADER,
  PROOF_SIGNATURE_HEADER,
  platformDomain,
  proofSubmissionTypes,
} from '@/lib/core/protocol';
import type { AgentContext } from './context';

type Sender = Pick<AgentContext, 'network' | 'operator' | 'portal' | 'signal'>;

/** Signs a proof body and uploads it; `period` is 0 for a PoRep. */
export async function uploadProof<S extends z.ZodType>(
  ctx: Sender,
  upload: { path: string; period: bigint; body: Uint8Array; answer: S },
): Promise<{ digest: Hex; answer: z.output<S> }> {
  const digest = proofDigest(upload.body);
  const signature = await ctx.operator.signTypedData({
    domain: platformDomain(ctx.network.chainId, ctx.network.contracts.registry),
    types: proofSubmissionTypes,
    primaryType: 'ProofSubmission',
    message: { operator: ctx.operator.address, period: upload.period, digest },
  });
  const answer = await ctx.portal.json(upload.answer, {
    method: 'PUT',
    path: upload.path,
    body: upload.body,
    headers: { [PROOF_DIGEST_HEADER]: digest, [PROOF_SIGNATURE_HEADER]: signature },
    signal: ctx.signal,
  });
  return { digest, answer };
}
