import { keccak256 } from 'viem';
import { platformDomain, proofSubmissionTypes } from '@/lib/core/protocol';
import { REGISTRY } from '../support';
import type { AgentWorld } from './agent-world';

/** What goes with a proof of the agent's, or of a forger's. */
export async function proofHeaders(
  agent: AgentWorld,
  bytes: Uint8Array,
  period: bigint,
  signer = agent.account,
  operator = agent.node,
) {
  const digest = keccak256(bytes);
  const signature = await signer.signTypedData({
    domain: platformDomain(31337, REGISTRY),
    types: proofSubmissionTypes,
    primaryType: 'ProofSubmission',
    message: { operator, period, digest },
  });
  return { ...agent.headers, 'x-proof-digest': digest, 'x-proof-signature': signature };
}
