import type { Logger } from 'pino';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { AppError } from '@/lib/core/errors';
import type { Hex } from '@/lib/core/protocol/primitives';
import type { ChainContext } from '../context';
import { type SignerName, signerNames } from '../outbox';
import type { BroadcastAnswer } from '../rpc-errors';

/** One key of the platform at work. */
export interface Signer {
  name: SignerName;
  account: PrivateKeyAccount;
}

/** What the parts of the sender share while they work for one signer. */
export interface SenderContext extends ChainContext {
  signer: Signer;
  log: Logger;
  memory: SenderMemory;
}

/** Kept between rounds; losing it costs a repeated broadcast or a delay, never correctness. */
export interface SenderMemory {
  /** Row id → when it was last given to the node. */
  broadcastAt: Map<string, number>;
  /** Row id → since when its nonce is used though none of its transactions has a receipt. */
  foreignSince: Map<string, number>;
  /** Row id → what the node has against its newest attempt. */
  refusals: Map<string, Refusal>;
  /** Row id → the node's answer to a simulation that was told already. */
  toldOf: Map<string, string>;
  /** Relay request id → since when the node cannot say what it would do. */
  unclearSince: Map<string, number>;
}

/** A node's answer to a signed transaction that it does not take. */
export interface Refusal {
  answer: Exclude<BroadcastAnswer, 'known' | 'nonce-used' | 'underpriced'>;
  /** What it said. */
  text: string;
  /** Milliseconds since 1970 of the first time in a row. */
  since: number;
}

/**
 * The signers whose keys are configured.
 * @throws AppError `KEYS_SHARED` when two have the same account: their nonces would collide
 */
export function signersOf(keys: Partial<Record<SignerName, Hex>>): Signer[] {
  const signers = signerNames.flatMap((name) => {
    const key = keys[name];
    return key ? [{ name, account: privateKeyToAccount(key) }] : [];
  });
  if (new Set(signers.map((signer) => signer.account.address)).size !== signers.length) {
    throw new AppError('KEYS_SHARED', 'Portal, verifier and relayer need different keys.');
  }
  return signers;
}

export function emptyMemory(): SenderMemory {
  return {
    broadcastAt: new Map(),
    foreignSince: new Map(),
    refusals: new Map(),
    toldOf: new Map(),
    unclearSince: new Map(),
  };
}
