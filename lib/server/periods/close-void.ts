import { db, type Tx } from '@/lib/server/db';
import { lockPeriods } from '@/lib/server/lock-order';
import { lockClosing } from './close-period';
import { countVoids } from './count-slots';
import { countedSlots, saveWork } from './counted-slots';
import { withCredits } from './credited-disputes';
import { markCounted } from './credits';
import { nextPeriod } from './due-periods';

/** Periods that are closed in one transaction after a long outage. */
const CHUNK = 500n;
const TRANSACTION_MS = 120_000;

const range = (first: bigint, last: bigint) =>
  Array.from({ length: Number(last - first) + 1 }, (_, i) => first + BigInt(i));

async function markVoid(tx: Tx, first: bigint, last: bigint): Promise<void> {
  await tx.period.updateMany({
    where: { index: { gte: first, lte: last } },
    data: { status: 'VOID', closedAt: new Date() },
  });
}

async function closeChunk(tx: Tx, first: bigint, last: bigint): Promise<void> {
  await lockClosing(tx);
  if ((await nextPeriod(tx)) !== first) return;
  const { slots, taken } = await withCredits(tx, await countedSlots(tx));
  // With nobody to count for, one row is enough to go on from.
  const marked = slots.length === 0 ? last : first;
  await lockPeriods(tx, range(marked, last));
  await saveWork(
    tx,
    slots.map((slot) => countVoids(slot, first, last)),
  );
  await markCounted(tx, taken);
  await markVoid(tx, marked, last);
}

/** Closes periods that count for nobody: no commitments, no money, way-points only. */
export async function closeAsVoid(first: bigint, last: bigint): Promise<void> {
  for (let from = first; from <= last; from += CHUNK) {
    const to = from + CHUNK - 1n < last ? from + CHUNK - 1n : last;
    await db().$transaction((tx) => closeChunk(tx, from, to), { timeout: TRANSACTION_MS });
  }
}
