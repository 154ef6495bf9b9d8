import { periodOf, periodStart } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import type { ChainContext } from '../context';

/** Rows for missed periods are made up to so many at a time. */
const MOST_ROWS = 5000n;

/**
 * Makes sure that every period up to the running one has a row. Those that went by while nobody
 * was there get one too, so that each period says what became of it.
 */
export async function openPeriods(current: bigint): Promise<void> {
  const newest = await db().period.findFirst({
    orderBy: { index: 'desc' },
    select: { index: true },
  });
  if (newest && newest.index >= current) return;
  let first = newest ? newest.index + 1n : current;
  if (current - first >= MOST_ROWS) first = current - MOST_ROWS + 1n;
  const data = Array.from({ length: Number(current - first) + 1 }, (_, i) => ({
    index: first + BigInt(i),
  }));
  await db().period.createMany({ data, skipDuplicates: true });
}

/**
 * Periods that ended without a seed are void: nothing was due in them. Only the follower's clock
 * counts, since a seed that it has not read yet may exist.
 */
export async function voidPeriods(context: ChainContext): Promise<number> {
  const cursor = await db().chainCursor.findUnique({
    where: { chainId: context.traits.chain.id },
  });
  const block =
    cursor && (await db().chainBlock.findUnique({ where: { number: cursor.blockNumber } }));
  if (!block) return 0;
  const running = periodOf(Number(block.timestamp), context.profile.periodSeconds);
  const { count } = await db().period.updateMany({
    where: { index: { lt: running }, status: 'OPEN', seed: null },
    data: {
      status: 'VOID',
      closedAt: new Date(periodStart(running, context.profile.periodSeconds) * 1000),
    },
  });
  return count;
}
