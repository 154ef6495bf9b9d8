import { db } from '@/lib/server/db';

/** False once a period was closed, void or not: they are closed in order, and not each has a row. */
export async function isPeriodOpen(period: bigint): Promise<boolean> {
  const closed = await db().period.findFirst({
    where: { index: { gte: period }, status: { not: 'OPEN' } },
    select: { index: true },
  });
  return closed === null;
}
