import { getAbiItem, toFunctionSelector } from 'viem';
import { microNodeRegistryAbi } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import { isReachable } from '@/lib/core/nodes';
import type { Address, Hex, SignupStatusJson } from '@/lib/core/protocol';
import { db, type Prisma } from '@/lib/server/db';

type SignupRow = Prisma.SignupCodeGetPayload<Record<string, never>>;

const REGISTER = toFunctionSelector(
  getAbiItem({ abi: microNodeRegistryAbi, name: 'registerNode' }),
);

type Progress = Pick<SignupStatusJson, 'state' | 'problem'>;

/** The newest registration of this node that reached the relay. */
function newestRelay(operator: string) {
  return db().relayRequest.findFirst({
    where: { from: operator, selector: REGISTER },
    orderBy: { createdAt: 'desc' },
    select: { status: true, errorCode: true, error: true },
  });
}

async function progressOf(row: SignupRow, now: Date): Promise<Progress> {
  const { operator } = row;
  if (!operator) return { state: row.expiresAt <= now ? 'expired' : 'waiting' };
  const [node, profile] = await Promise.all([
    db().node.findUnique({ where: { operator }, select: { operator: true } }),
    db().nodeProfile.findUnique({ where: { operator } }),
  ]);
  if (node) return { state: isReachable(profile?.lastSeenAt, now) ? 'connected' : 'registered' };
  const relay = await newestRelay(operator);
  if (!relay) return { state: 'redeemed' };
  if (relay.status !== 'FAILED') return { state: 'registering' };
  const problem = {
    code: relay.errorCode ?? 'RELAY_REVERTED',
    message: relay.error ?? 'The registration failed. The agent tries again by itself.',
  };
  return { state: 'registering', problem };
}

/**
 * How far a sign-up is. Somebody else's is told apart from one that does not exist in no way.
 * @throws AppError `SIGNUP_NOT_FOUND`
 */
export async function readSignup(
  owner: Address,
  id: Hex,
  now = new Date(),
): Promise<SignupStatusJson> {
  const row = await db().signupCode.findUnique({ where: { codeHash: id } });
  if (row?.createdBy !== owner) {
    throw new AppError('SIGNUP_NOT_FOUND', 'There is no such sign-up, or it is over for a day.');
  }
  return {
    id,
    ...(await progressOf(row, now)),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    redeemedAt: row.redeemedAt?.toISOString(),
    operator: row.operator ?? undefined,
  };
}
