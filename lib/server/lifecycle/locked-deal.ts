import { assertDealTransition, type DealStatus } from '@/lib/core/deals';
import { db, type Prisma, type Tx } from '@/lib/server/db';

/** A row of `Deal`. */
export type DealRow = NonNullable<Awaited<ReturnType<Tx['deal']['findUnique']>>>;

/** Takes the row lock of a deal and reads it; null if there is none. */
export async function lockDeal(tx: Tx, dealId: string): Promise<DealRow | null> {
  await tx.$queryRaw`SELECT 1 FROM "Deal" WHERE "id" = ${dealId} FOR UPDATE`;
  return tx.deal.findUnique({ where: { id: dealId } });
}

/**
 * Runs `use` in one transaction that holds the deal's row lock, so that status checks and what
 * follows from them cannot be overtaken. Undefined if the deal does not exist.
 */
export function withLockedDeal<T>(
  dealId: string,
  use: (tx: Tx, deal: DealRow) => Promise<T>,
): Promise<T | undefined> {
  return db().$transaction(async (tx) => {
    const deal = await lockDeal(tx, dealId);
    return deal ? use(tx, deal) : undefined;
  });
}

/**
 * Moves a locked deal to another status, together with what changes with it.
 *
 * @throws AppError `DEAL_FORBIDDEN_TRANSITION`
 */
export async function moveDeal(
  tx: Tx,
  deal: DealRow,
  to: DealStatus,
  data: Omit<Prisma.DealUncheckedUpdateInput, 'status'> = {},
): Promise<void> {
  assertDealTransition(deal.status, to);
  await tx.deal.update({ where: { id: deal.id }, data: { ...data, status: to } });
}
