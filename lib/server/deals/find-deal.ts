import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { type Address, address, uuid } from '@/lib/core/protocol/primitives';
import { isAdmin } from '@/lib/server/auth';
import { db, type Tx } from '@/lib/server/db';

/** Path parameter of a deal: the portal's id or the contract's address. */
export const dealRef = z.object({ id: z.union([uuid, address]) });

function unknown(): AppError {
  return new AppError('DEAL_NOT_FOUND', 'There is no such deal.');
}

/**
 * The portal's id of a deal that the wallet may touch. Somebody else's deal looks like none, so that
 * nobody can find out which exist.
 * @throws AppError `DEAL_NOT_FOUND`
 */
export async function ownDealId(
  caller: Address,
  ref: string,
  tx: Tx = db(),
  { adminToo = false } = {},
): Promise<string> {
  const where = ref.startsWith('0x') ? { address: ref } : { id: ref };
  const deal = await tx.deal.findUnique({ where, select: { id: true, client: true } });
  if (!deal) throw unknown();
  if (deal.client !== caller && !(adminToo && isAdmin(caller))) throw unknown();
  return deal.id;
}
