import { AppError } from '@/lib/core/errors';
import { declaredHours } from '@/lib/core/nodes';
import type { RegisterNode } from '@/lib/core/protocol/nodes';
import { createRelay, lockRelays, type PreparedRelay, prepareRelay } from '@/lib/server/chain';
import { db, type Tx } from '@/lib/server/db';
import { assertForwardSays } from './check-forward';
import { subnetOf } from './subnet';

function alreadyRegistered(cause?: unknown): AppError {
  return new AppError('NODE_ALREADY_REGISTERED', 'This operator is registered already.', {
    cause,
  });
}

/** What can be said of the body alone. */
function hoursOf(body: RegisterNode): bigint {
  const { minFileSize, maxFileSize } = body.parameters;
  if (body.capacityBytes === 0n) {
    throw new AppError('NODE_CAPACITY_ZERO', 'Offer at least one byte of space.');
  }
  if (minFileSize > maxFileSize) {
    throw new AppError('BAD_REQUEST', 'minFileSize must not be above maxFileSize.');
  }
  const isEmpty = body.windows.length === 0;
  const hours = isEmpty ? 0n : declaredHours(body.windows, body.timeZone, new Date().toISOString());
  if (hours === 0n) {
    throw new AppError('NODE_HOURS_EMPTY', 'Promise at least one whole hour of the week.');
  }
  return hours;
}

/**
 * The relay that this very request started before, if any. Another registration of the same node
 * that is still on its way counts as registered.
 */
async function earlierRelay(tx: Tx, { forward, operator }: RegisterNode): Promise<string | null> {
  const rows = await tx.relayRequest.findMany({
    where: {
      from: operator,
      selector: forward.request.data.slice(0, 10),
      status: { in: ['QUEUED', 'SENT', 'MINED'] },
    },
    select: { id: true, signature: true },
  });
  const same = rows.find((row) => row.signature === forward.signature);
  if (!same && rows.length > 0) throw alreadyRegistered();
  return same?.id ?? null;
}

/** The registry's own refusal, seen in the simulation, gets the code that the table has for it. */
async function prepareRegistration(body: RegisterNode): Promise<PreparedRelay> {
  try {
    return await prepareRelay(body.forward);
  } catch (error) {
    const isKnown = AppError.is(error, 'RELAY_REVERTED');
    throw isKnown && error.details.revert === 'ALREADY_REGISTERED'
      ? alreadyRegistered(error)
      : error;
  }
}

/**
 * Takes a node's registration: the profile is kept here, its signed call goes to the relay. The same
 * request again answers with the same relay.
 * @throws AppError `NODE_*`, `BAD_REQUEST`, `RELAY_*`
 */
export async function registerNode(
  body: RegisterNode,
  remote: string,
): Promise<{ relayId: string }> {
  const hours = hoursOf(body);
  assertForwardSays(body, hours);
  const { operator, timeZone, windows, region } = body;
  const known = await earlierRelay(db(), body);
  if (known) return { relayId: known };
  if (await db().node.findUnique({ where: { operator }, select: { operator: true } })) {
    throw alreadyRegistered();
  }
  const prepared = await prepareRegistration(body);
  return db().$transaction(async (tx) => {
    // The same request may have come twice at the same moment.
    await lockRelays(tx, operator);
    const earlier = await earlierRelay(tx, body);
    if (earlier) return { relayId: earlier };
    const { relayId } = await createRelay(tx, prepared);
    const profile = { timeZone, windows, region: region ?? null, subnet: subnetOf(remote) };
    await tx.nodeProfile.upsert({
      where: { operator },
      create: { operator, ...profile },
      update: profile,
    });
    return { relayId };
  });
}
