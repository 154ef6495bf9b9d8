import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';

/** On its way to the chain or there, and not paid: capacity is reserved for it. */
const UNFUNDED = ['CONFIRMED', 'PUBLISHED', 'PENDING'] as const;

/**
 * One unfunded deal per wallet, since it blocks space of others. Holds the wallet's lock until the
 * transaction ends.
 * @throws AppError `DEAL_TOO_MANY_PENDING`
 */
export async function assertNoPendingDeal(
  tx: Tx,
  client: Address,
  exceptDealId?: string,
): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pending:${client}`}, 0))`;
  const other = await tx.deal.findFirst({
    where: { client, status: { in: [...UNFUNDED] }, NOT: { id: exceptDealId } },
    select: { id: true },
  });
  if (!other) return;
  throw new AppError('DEAL_TOO_MANY_PENDING', 'Start or cancel your pending deal first.', {
    details: { dealId: other.id },
  });
}
