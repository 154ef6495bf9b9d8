import { AppError } from '@/lib/core/errors';
import { db } from '@/lib/server/db';

/** How often one key may do something. */
export interface RateLimit {
  /** Names the thing that is limited; several routes may share it. */
  name: string;
  count: number;
  seconds: number;
}

/**
 * Counts one use in a fixed window, shared by all portal processes.
 * @throws AppError `RATE_LIMITED` with the seconds until the next window
 */
export async function countUse(limit: RateLimit, key: string, now = Date.now()): Promise<void> {
  const windowMs = limit.seconds * 1000;
  const start = Math.floor(now / windowMs) * windowMs;
  const rows = await db().$queryRaw<{ count: number }[]>`
    INSERT INTO "RateLimit" ("key", "windowStart", "count")
    VALUES (${`${limit.name}:${key}`}, ${new Date(start)}, 1)
    ON CONFLICT ("key", "windowStart") DO UPDATE SET "count" = "RateLimit"."count" + 1
    RETURNING "count"`;
  if ((rows[0]?.count ?? 0) <= limit.count) return;
  const retryAfter = Math.max(1, Math.ceil((start + windowMs - now) / 1000));
  throw new AppError('RATE_LIMITED', `Please wait ${retryAfter} seconds.`, {
    details: { retryAfter, limit: limit.count, seconds: limit.seconds },
  });
}
