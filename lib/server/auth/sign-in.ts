import { verifyMessage } from 'viem';
import { generateSiweNonce, parseSiweMessage } from 'viem/siwe';
import { AppError } from '@/lib/core/errors';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { publicClient } from '@/lib/server/chain';
import { serverEnv } from '@/lib/server/env';
import { isPortalOrigin } from '@/lib/server/http/origin';
import { consumeNonce, storeNonce } from './nonces';

const NONCE_SECONDS = 600;
/** How far ahead of ours a wallet's clock may be. */
const CLOCK_SKEW_MS = 60_000;

const nonceKey = (nonce: string) => `siwe:${nonce}`;

/** A fresh nonce for one sign-in message. */
export async function createSignInNonce(): Promise<{ nonce: string; expiresAt: Date }> {
  const nonce = generateSiweNonce();
  const expiresAt = new Date(Date.now() + NONCE_SECONDS * 1000);
  await storeNonce(nonceKey(nonce), expiresAt);
  return { nonce, expiresAt };
}

type Message = ReturnType<typeof parseSiweMessage>;

function refuse(detail: string): AppError {
  return new AppError('SIGN_IN_REFUSED', detail);
}

/** The message must be made for this portal and this chain. */
function assertForUs(message: Message): void {
  const { portalOrigin, chainId } = serverEnv();
  const scheme = message.scheme ?? new URL(portalOrigin).protocol.replace(':', '');
  if (!message.domain || !isPortalOrigin(`${scheme}://${message.domain}`)) {
    throw refuse(`The message names ${message.domain ?? 'no domain'}, not this portal.`);
  }
  if (!message.uri || !isPortalOrigin(message.uri)) {
    throw refuse('The URI of the message is not of this portal.');
  }
  if (message.version !== '1') throw refuse('The message is not version 1 of EIP-4361.');
  if (message.chainId !== chainId) {
    throw refuse(`The message names chain ${message.chainId ?? 'none'}, not ${chainId}.`);
  }
}

function assertInTime(message: Message, now: number): void {
  const { expirationTime, notBefore, issuedAt } = message;
  if (expirationTime && expirationTime.getTime() <= now) {
    throw new AppError('SIGNATURE_EXPIRED', 'The sign-in message has expired.');
  }
  if (notBefore && notBefore.getTime() > now + CLOCK_SKEW_MS) {
    throw refuse('The sign-in message is not valid yet.');
  }
  if (!issuedAt || issuedAt.getTime() > now + CLOCK_SKEW_MS) {
    throw refuse('The sign-in message has no believable issue time.');
  }
  if (issuedAt.getTime() < now - NONCE_SECONDS * 1000) {
    throw new AppError('SIGNATURE_EXPIRED', 'The sign-in message is too old.');
  }
}

/** Keys are checked here; contract wallets (ERC-1271, ERC-6492) answer through the chain. */
async function assertSigned(address: Address, message: string, signature: Hex): Promise<void> {
  const signed = { address, message, signature };
  if (await verifyMessage(signed).catch(() => false)) return;
  const isContractValid = await publicClient()
    .verifyMessage(signed)
    .catch((cause: unknown) => {
      throw new AppError('SIGNATURE_INVALID', 'The signature could not be checked.', { cause });
    });
  if (!isContractValid) {
    throw new AppError('SIGNATURE_INVALID', 'The signature is not of this wallet.');
  }
}

/**
 * Checks an EIP-4361 message: domain, URI, chain, times, signature, and last the nonce, which is
 * used up only by a message that is otherwise good.
 *
 * @returns the wallet, lower-case
 * @throws AppError `SIGN_IN_REFUSED`, `SIGNATURE_EXPIRED`, `SIGNATURE_INVALID`, `NONCE_UNKNOWN`, `NONCE_USED`
 */
export async function verifySignIn(text: string, signature: Hex): Promise<Address> {
  const message = parseSiweMessage(text);
  if (!message.address || !message.nonce) {
    throw refuse('This is not a Sign-In with Ethereum message.');
  }
  assertForUs(message);
  assertInTime(message, Date.now());
  await assertSigned(message.address, text, signature);
  await consumeNonce(nonceKey(message.nonce));
  return message.address.toLowerCase() as Address;
}
