import { type PublishedVerdicts, readVerdicts } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { db, type Tx } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';

/**
 * The verdicts of a period whose root is final on chain; null if it has none, or if what is stored
 * does not have the posted root.
 */
export async function postedVerdicts(
  period: bigint,
  tx: Tx = db(),
): Promise<PublishedVerdicts | null> {
  const row = await tx.period.findUnique({ where: { index: period } });
  if (row?.status !== 'POSTED' || row.root === null) return null;
  try {
    const verdicts = readVerdicts(await objectStore().bytes(objectKeys.verdicts(period)));
    return verdicts.tree.root === row.root ? verdicts : null;
  } catch (error) {
    if (AppError.is(error, 'OBJECT_NOT_FOUND')) return null;
    throw error;
  }
}
