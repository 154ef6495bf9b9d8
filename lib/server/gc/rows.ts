import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { db } from '@/lib/server/db';
import { encodeScratch } from '@/lib/server/encoding';

const DAY_MS = 24 * 3600 * 1000;

/** Deletes rows that only served a check which is long over. */
export async function collectRows(): Promise<void> {
  const before = new Date(Date.now() - DAY_MS);
  await db().$transaction([
    db().nonce.deleteMany({ where: { expiresAt: { lt: before } } }),
    db().session.deleteMany({ where: { expiresAt: { lt: before } } }),
    db().signupCode.deleteMany({ where: { expiresAt: { lt: before } } }),
    db().rateLimit.deleteMany({ where: { windowStart: { lt: before } } }),
  ]);
}

/** Deletes working folders that a killed worker left behind. */
export async function collectScratch(): Promise<void> {
  const parent = encodeScratch();
  const names = await readdir(parent).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    const dir = path.join(parent, name);
    const { mtimeMs } = await stat(dir);
    if (Date.now() - mtimeMs > DAY_MS) await rm(dir, { recursive: true, force: true });
  }
}
