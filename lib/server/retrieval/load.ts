import { AppError } from '@/lib/core/errors';
import { type ContentDescription, contentDescription } from '@/lib/core/protocol/content';
import { db } from '@/lib/server/db';

/** A retrieval with its deal and shards. */
export type RetrievalRow = NonNullable<Awaited<ReturnType<typeof loadRetrieval>>>;

/** Shard row of a retrieval. */
export type RetrievalShardRow = RetrievalRow['shards'][number];

/** Reads a retrieval with what belongs to it; null if there is none. */
export function loadRetrieval(id: string) {
  return db().retrieval.findUnique({
    where: { id },
    include: {
      shards: { orderBy: [{ segment: 'asc' }, { shard: 'asc' }] },
      deal: { include: { upload: { select: { filename: true, contentType: true } } } },
    },
  });
}

/**
 * How a deal's file is laid out.
 *
 * @throws AppError `RETRIEVAL_CONTENT_INVALID` if the deal was never encoded
 */
export function contentOf(deal: { content: unknown }): ContentDescription {
  const parsed = contentDescription.safeParse(deal.content);
  if (parsed.success) return parsed.data;
  throw new AppError('RETRIEVAL_CONTENT_INVALID', 'The deal has no readable content description.', {
    cause: parsed.error,
  });
}
