import type { AdminNodeDetailJson } from '@/lib/core/protocol/admin';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';
import { getNode } from '@/lib/server/nodes';
import { orNone } from '../paging';

async function heldBy(operator: Address): Promise<AdminNodeDetailJson['held']> {
  const rows = await db().slot.findMany({
    where: { node: operator },
    orderBy: [{ offeredAt: 'desc' }, { dealId: 'asc' }, { index: 'asc' }],
    take: 200,
    include: { deal: { select: { address: true } } },
  });
  return rows.map((row) => ({
    dealId: row.dealId,
    deal: orNone(row.deal.address),
    slot: row.index,
    generation: row.generation,
    state: row.state,
    endReason: orNone(row.endReason),
    fulfilments: row.fulfilments,
    commitments: row.commitments,
    lastAccepted: `${row.lastAccepted}`,
  }));
}

/**
 * One node with what only administrators see.
 * @throws AppError `NODE_NOT_FOUND`
 */
export async function getAnyNode(operator: Address): Promise<AdminNodeDetailJson> {
  const detail = await getNode(operator);
  const [profile, held, messages, relays, inbox] = await Promise.all([
    db().nodeProfile.findUnique({ where: { operator } }),
    heldBy(operator),
    db().postSubmission.findMany({
      where: { operator },
      orderBy: { receivedAt: 'desc' },
      take: 24,
    }),
    db().relayRequest.findMany({
      where: { from: operator },
      orderBy: { createdAt: 'desc' },
      take: 24,
    }),
    db().inboxCounter.findUnique({ where: { recipient: operator } }),
  ]);
  return {
    ...detail,
    subnet: profile?.subnet ?? undefined,
    agent: profile?.agent ?? undefined,
    held,
    messages: messages.map(({ period, bytes, receivedAt }) => ({
      period: `${period}`,
      bytes,
      receivedAt: receivedAt.toISOString(),
    })),
    relays: relays.map(({ id, selector, status, error, errorCode, createdAt }) => ({
      id,
      selector,
      status,
      error: error ?? orNone(errorCode),
      createdAt: createdAt.toISOString(),
    })),
    inbox: { sent: `${inbox?.lastSeq ?? 0n}`, acknowledged: `${inbox?.ackedSeq ?? 0n}` },
  };
}
