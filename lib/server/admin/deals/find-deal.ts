import { AppError } from '@/lib/core/errors';
import { db } from '@/lib/server/db';

/**
 * The portal's id of any client's deal.
 * @param ref the id, or the contract's address
 * @throws AppError `DEAL_NOT_FOUND`
 */
export async function findDealId(ref: string): Promise<string> {
  const where = ref.startsWith('0x') ? { address: ref } : { id: ref };
  const deal = await db().deal.findUnique({ where, select: { id: true } });
  if (!deal) throw new AppError('DEAL_NOT_FOUND', 'There is no such deal.');
  return deal.id;
}
