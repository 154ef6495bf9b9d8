import { type Hex, runwayOf } from '@/lib/core/deals';
import { db } from '@/lib/server/db';
import { type ChainProgress, profile } from '@/lib/server/lifecycle';
import { notify } from '@/lib/server/notifications';

/** Tells clients whose money lasts for less than the minimum runway; once per level of funding. */
export async function warnOfLowBalances(progress: ChainProgress): Promise<void> {
  const minimum = BigInt(profile().minRunwayPeriods);
  const deals = await db().deal.findMany({
    where: { status: 'ACTIVE', fundedUntil: { not: null, lt: progress.period + minimum } },
    select: { id: true, client: true, fundedUntil: true, endPeriod: true },
  });
  for (const { id, client, fundedUntil, endPeriod } of deals) {
    if (fundedUntil === null || (endPeriod !== null && fundedUntil >= endPeriod)) continue;
    if (runwayOf(fundedUntil, progress.period) >= minimum) continue;
    await notify(db(), {
      recipient: client as Hex,
      type: 'deal.low-balance',
      payload: { dealId: id, fundedUntil: `${fundedUntil}` },
      dedupeKey: `deal.low-balance:${id}:${fundedUntil}`,
    });
  }
}
