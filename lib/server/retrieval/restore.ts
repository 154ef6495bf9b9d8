import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { AppError } from '@/lib/core/errors';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import { decodedParts } from '@/lib/engine';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import type { RetrievalRow } from './load';
import { retrievalReady } from './transitions';

/** Progress is written down after so many bytes. */
const REPORT_BYTES = 64 * 1024 * 1024;

/** Lends local files of several objects at once. */
async function* withFiles(
  keys: readonly string[],
  use: (files: string[]) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const releases: (() => void)[] = [];
  const lends: Promise<unknown>[] = [];
  try {
    const files: string[] = [];
    for (const key of keys) {
      files.push(
        await new Promise<string>((lent, refuse) => {
          const lend = objectStore().withFile(key, (file) => {
            lent(file);
            return new Promise<void>((release) => releases.push(release));
          });
          lends.push(lend.catch(refuse));
        }),
      );
    }
    yield* use(files);
  } finally {
    for (const release of releases) release();
    await Promise.all(lends);
  }
}

/** The bytes of one segment out of its good shards. */
export async function* restoredSegment(
  retrieval: RetrievalRow,
  content: ContentDescription,
  segment: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { k, n } = content;
  const good = retrieval.shards
    .filter((row) => row.segment === segment && row.status === 'GOOD')
    .slice(0, k);
  const { length, shardBytes } = content.segments[segment]!;
  const keys = good.map((row) => objectKeys.retrievalShard(retrieval.id, segment, row.shard));
  yield* withFiles(keys, (files) => {
    const shards = new Array<string | null>(n).fill(null);
    good.forEach((row, i) => {
      shards[row.shard] = files[i]!;
    });
    return decodedParts({ shards, k, n, shardPayloadBytes: shardBytes, length, signal });
  });
}

/**
 * Decodes the file of a retrieval that has k good shards of every segment into its content object:
 * DECODING → READY. The object appears whole or not at all, so a killed run just starts again.
 *
 * @throws AppError `RETRIEVAL_CONTENT_INVALID` if the result has another length than the file
 */
export async function restoreFile(
  retrieval: RetrievalRow,
  content: ContentDescription,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  let reported = 0;
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const segment of content.segments.keys()) {
      for await (const part of restoredSegment(retrieval, content, segment, signal)) {
        hash.update(part);
        bytes += part.length;
        yield part;
        if (bytes - reported < REPORT_BYTES) continue;
        reported = bytes;
        await db().retrieval.updateMany({
          where: { id: retrieval.id, status: 'DECODING' },
          data: { bytesReady: BigInt(bytes) },
        });
      }
    }
    if (bytes !== content.fileBytes) {
      throw new AppError('RETRIEVAL_CONTENT_INVALID', 'The restored file has the wrong length.', {
        details: { bytes, fileBytes: content.fileBytes },
      });
    }
  }
  const key = objectKeys.retrievalContent(retrieval.id);
  await objectStore().put(key, Readable.from(parts(), { objectMode: false }));
  await retrievalReady(retrieval.id, { bytes, sha256: hash.digest('hex') });
}
