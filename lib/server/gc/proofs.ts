import { isDealOver } from '@/lib/core/deals';
import { db, Prisma } from '@/lib/server/db';
import type { ChainProgress } from '@/lib/server/lifecycle';
import { objectStore } from '@/lib/server/object-store';

/** Bodies stay public for seven days of 24 periods. */
const PUBLIC_PERIODS = 168n;

/** Deletes bodies of hourly proofs after seven days, with their receipts; their verdicts stay. */
export async function collectPosts(progress: ChainProgress, signal: AbortSignal): Promise<void> {
  for await (const { key } of objectStore().list('proofs/post/')) {
    signal.throwIfAborted();
    const period = key.split('/')[2] ?? '';
    if (!/^\d+$/.test(period) || BigInt(period) + PUBLIC_PERIODS >= progress.period) continue;
    await objectStore().delete(key);
  }
  // The lower bound keeps this from looking at every message of half a year, each time.
  const lt = progress.period - PUBLIC_PERIODS;
  const period = { gte: lt - PUBLIC_PERIODS, lt };
  await db().postSubmission.updateMany({
    where: { period, receipts: { not: Prisma.AnyNull } },
    data: { receipts: Prisma.DbNull },
  });
}

/** Deletes PoRep bodies of deals that are over for seven days. */
export async function collectPoreps(progress: ChainProgress, signal: AbortSignal): Promise<void> {
  const deals = await db().deal.findMany({
    where: { address: { not: null } },
    select: { address: true, status: true, accrualEnd: true },
  });
  for (const { address, status, accrualEnd } of deals) {
    if (!isDealOver(status) || (accrualEnd ?? 0n) + PUBLIC_PERIODS >= progress.period) continue;
    for await (const { key } of objectStore().list(`proofs/porep/${address}/`)) {
      signal.throwIfAborted();
      await objectStore().delete(key);
    }
  }
}

/** Deletes verdict files from before every deal that is not over, seven days later. */
export async function collectVerdicts(progress: ChainProgress, signal: AbortSignal): Promise<void> {
  const oldest = await db().deal.aggregate({
    where: { status: { in: ['ACTIVE', 'CLOSING'] } },
    _min: { startPeriod: true },
  });
  const before = progress.period - PUBLIC_PERIODS;
  const keepFrom = oldest._min.startPeriod ?? before;
  for await (const { key } of objectStore().list('verdicts/')) {
    signal.throwIfAborted();
    const period = key.slice('verdicts/'.length).replace(/\.json$/, '');
    if (!/^\d+$/.test(period)) continue;
    if (BigInt(period) < before && BigInt(period) < keepFrom) await objectStore().delete(key);
  }
}
