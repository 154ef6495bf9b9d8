import type { Address } from './primitives';

/** EIP-712 types of the bearer-token request of an agent. */
export const agentSessionTypes = {
  AgentSession: [
    { name: 'operator', type: 'address' },
    { name: 'portal', type: 'string' },
    { name: 'nonce', type: 'bytes32' },
    { name: 'issuedAt', type: 'uint64' },
    { name: 'expiresAt', type: 'uint64' },
  ],
} as const;

/** EIP-712 types of a proof upload; `period` is 0 for a PoRep. */
export const proofSubmissionTypes = {
  ProofSubmission: [
    { name: 'operator', type: 'address' },
    { name: 'period', type: 'uint64' },
    { name: 'digest', type: 'bytes32' },
  ],
} as const;

/** EIP-712 types of the verifier's word that a proof came in time; `disputePoSt` takes it. */
export const postReceiptTypes = {
  PoStReceipt: [
    { name: 'deal', type: 'address' },
    { name: 'slot', type: 'uint16' },
    { name: 'generation', type: 'uint16' },
    { name: 'period', type: 'uint64' },
    { name: 'digest', type: 'bytes32' },
  ],
} as const;

/** EIP-712 types of OpenZeppelin's ERC2771Forwarder. */
export const forwardRequestTypes = {
  ForwardRequest: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'gas', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint48' },
    { name: 'data', type: 'bytes' },
  ],
} as const;

/** Most seconds between `issuedAt` and `expiresAt` of an AgentSession. */
export const AGENT_SESSION_MAX_SECONDS = 300;

/** Domain of AgentSession, ProofSubmission and PoStReceipt; the registry makes it unique per deployment. */
export function platformDomain(chainId: number, registry: Address) {
  return {
    name: 'Micro-Storage Platform',
    version: '1',
    chainId,
    verifyingContract: registry,
  } as const;
}

/** Domain of forward requests. */
export function forwarderDomain(chainId: number, forwarder: Address) {
  return {
    name: 'MicroStorageForwarder',
    version: '1',
    chainId,
    verifyingContract: forwarder,
  } as const;
}
