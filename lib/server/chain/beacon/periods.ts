import { db } from '@/lib/server/db';

/** Rows for missed periods are made up to so many at a time. */
const MOST_ROWS = 5000n;

/**
 * Makes sure that every period up to the running one has a row. Those that went by while nobody
 * was there get one too, so that each period says what became of it. Whether a period without a seed is
 * void is for the closing of periods to say, because it has to count the slots.
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
