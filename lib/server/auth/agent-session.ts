import { verifyTypedData } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { AgentSessionRequest } from '@/lib/core/protocol/auth';
import type { Address } from '@/lib/core/protocol/primitives';
import {
  AGENT_SESSION_MAX_SECONDS,
  agentSessionTypes,
  platformDomain,
} from '@/lib/core/protocol/signatures';
import { deployment } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { isPortalOrigin } from '@/lib/server/http/origin';
import { claimNonce } from './nonces';
import { issueToken, readToken } from './tokens';

const TOKEN_SECONDS = 3600;
const CLOCK_SKEW_SECONDS = 60;
/** `lastSeenAt` is a rough figure; one write in so many seconds is enough. */
const SEEN_SECONDS = 15;

function assertInTime({ issuedAt, expiresAt }: AgentSessionRequest, now: number): void {
  if (expiresAt <= issuedAt || expiresAt - issuedAt > AGENT_SESSION_MAX_SECONDS) {
    throw new AppError('AGENT_SESSION_TOO_LONG', 'Sign for at most 300 seconds.');
  }
  if (expiresAt <= now) throw new AppError('SIGNATURE_EXPIRED', 'The session request has expired.');
  if (issuedAt > now + CLOCK_SKEW_SECONDS) {
    throw new AppError('AGENT_SESSION_INVALID', 'The session request is from the future.', {
      details: { now, issuedAt },
    });
  }
}

async function assertSigned(request: AgentSessionRequest): Promise<void> {
  const { signature, issuedAt, expiresAt, ...rest } = request;
  const { chainId, contracts } = deployment();
  const isValid = await verifyTypedData({
    address: request.operator,
    domain: platformDomain(chainId, contracts.registry),
    types: agentSessionTypes,
    primaryType: 'AgentSession',
    message: { ...rest, issuedAt: BigInt(issuedAt), expiresAt: BigInt(expiresAt) },
    signature,
  }).catch(() => false);
  if (!isValid) throw new AppError('SIGNATURE_INVALID', 'The signature is not of this operator.');
}

/**
 * Gives an agent a bearer token for an hour.
 * @throws AppError `AGENT_SESSION_INVALID`, `AGENT_SESSION_TOO_LONG`, `SIGNATURE_EXPIRED`, `SIGNATURE_INVALID`, `NONCE_USED`
 */
export async function openAgentSession(request: AgentSessionRequest) {
  if (!isPortalOrigin(request.portal)) {
    throw new AppError('AGENT_SESSION_INVALID', 'The request is for another portal.');
  }
  assertInTime(request, Math.floor(Date.now() / 1000));
  await assertSigned(request);
  const expiry = new Date((request.expiresAt + CLOCK_SKEW_SECONDS) * 1000);
  await claimNonce(`agent:${request.operator}:${request.nonce}`, expiry);
  return issueToken('AGENT', request.operator, TOKEN_SECONDS);
}

async function markSeen(operator: Address): Promise<void> {
  const before = new Date(Date.now() - SEEN_SECONDS * 1000);
  await db().nodeProfile.updateMany({
    where: { operator, OR: [{ lastSeenAt: null }, { lastSeenAt: { lt: before } }] },
    data: { lastSeenAt: new Date() },
  });
}

/** @throws AppError `UNAUTHENTICATED` */
export async function requireAgent(request: Request): Promise<Address> {
  const match = /^Bearer ([\w-]{20,100})$/i.exec(request.headers.get('authorization') ?? '');
  const session = match?.[1] ? await readToken('AGENT', match[1]) : null;
  if (!session) throw new AppError('UNAUTHENTICATED', 'Open an agent session first.');
  await markSeen(session.address);
  return session.address;
}
