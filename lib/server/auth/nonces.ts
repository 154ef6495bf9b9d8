import { AppError } from '@/lib/core/errors';
import { db } from '@/lib/server/db';

const UNIQUE_VIOLATION = 'P2002';

/** Remembers a nonce that we gave out. */
export async function storeNonce(value: string, expiresAt: Date): Promise<void> {
  await db().nonce.create({ data: { value, expiresAt } });
}

/**
 * Uses up a nonce of ours, exactly once whoever else tries at the same moment.
 * @throws AppError `NONCE_USED`, `NONCE_UNKNOWN`
 */
export async function consumeNonce(value: string): Promise<void> {
  const now = new Date();
  const { count } = await db().nonce.updateMany({
    where: { value, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 1) return;
  const row = await db().nonce.findUnique({ where: { value } });
  if (row?.usedAt) throw new AppError('NONCE_USED', 'This nonce has been used. Ask for a new one.');
  throw new AppError('NONCE_UNKNOWN', 'This nonce is unknown or has expired. Ask for a new one.');
}

/**
 * Records a nonce that the caller chose; the row stays until the signature that carries it is out
 * of date anyway.
 * @throws AppError `NONCE_USED`
 */
export async function claimNonce(value: string, expiresAt: Date): Promise<void> {
  try {
    await db().nonce.create({ data: { value, expiresAt, usedAt: new Date() } });
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw new AppError('NONCE_USED', 'This nonce has been used. Sign with a new one.');
  }
}
