import { type FileHandle, open } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../core/errors';
import { assertShape, StripeCodec } from './codec';
import { readExactly, writeExactly } from './file-io';
import { type Stripe, stripeRange, stripes } from './stripes';

/** What there is of a segment. */
export interface SegmentShards {
  /** n entries: the file of each shard, null where there is none. The first k present are used. */
  shards: readonly (string | null)[];
  k: number;
  n: number;
  /** Length of every shard. */
  shardPayloadBytes: number;
  /** Length of the segment. */
  length: number;
  /** Part of the segment to restore; all of it if not given. Reads only its stripes. */
  range?: { offset: number; length: number };
  signal?: AbortSignal;
}

/** Options of {@link decodeSegment}. */
export interface DecodeSegmentOptions extends SegmentShards {
  /** A stream (not ended here), or a place in an existing file. */
  out: Writable | { file: string; offset: number };
}

/** Numbers of the shards to read. */
function chosenShards(options: SegmentShards): number[] {
  assertShape(options);
  const { k, n, shards, length, shardPayloadBytes } = options;
  if (shards.length !== n || length < 0 || length > k * shardPayloadBytes) {
    throw new AppError('ERASURE_BAD_SHAPE', 'The shards do not fit the segment.', {
      details: { length, k, n, shardPayloadBytes, shards: shards.length },
    });
  }
  const present = shards.flatMap((file, i) => (file === null ? [] : [i]));
  if (present.length < k) {
    throw new AppError('ERASURE_TOO_FEW_SHARDS', 'Too few shards are left to restore the data.', {
      details: { present: present.length, k },
    });
  }
  return present.slice(0, k);
}

function rangeOf({ range, length }: SegmentShards): { offset: number; end: number } {
  const { offset, length: bytes } = range ?? { offset: 0, length };
  if (offset < 0 || bytes < 0 || offset + bytes > length) {
    throw new AppError('ERASURE_BAD_RANGE', 'The range lies outside the segment.', {
      details: { offset, bytes, length },
    });
  }
  return { offset, end: offset + bytes };
}

/** Restores the data blocks of one stripe and joins them; a fresh buffer. */
async function restoreStripe(
  files: ReadonlyMap<number, FileHandle>,
  { blockBytes, shardOffset }: Stripe,
  codec: StripeCodec,
  k: number,
): Promise<Uint8Array> {
  for (const [shard, file] of files) {
    await readExactly(file, codec.block(shard, blockBytes), shardOffset);
  }
  codec.run(blockBytes);
  const joined = new Uint8Array(k * blockBytes);
  for (let i = 0; i < k; i++) joined.set(codec.block(i, blockBytes), i * blockBytes);
  return joined;
}

/**
 * The segment's bytes in order, from any k shards, in constant memory. Every part is a fresh buffer.
 *
 * @throws AppError `ERASURE_TOO_FEW_SHARDS`, `ERASURE_BAD_SHAPE`, `ERASURE_BAD_RANGE`,
 * `ENGINE_FILE_TOO_SHORT` for a shard that is too short
 */
export async function* decodedParts(options: SegmentShards): AsyncGenerator<Uint8Array> {
  const { k } = options;
  const chosen = chosenShards(options);
  const { offset, end } = rangeOf(options);
  const codec = StripeCodec.restorer(options, chosen);
  const files = new Map<number, FileHandle>();
  try {
    for (const shard of chosen) files.set(shard, await open(options.shards[shard]!, 'r'));
    const [from, to] = stripeRange(k, offset, end - offset);
    for (const stripe of stripes(k, options.shardPayloadBytes, from, to)) {
      options.signal?.throwIfAborted();
      const data = await restoreStripe(files, stripe, codec, k);
      const first = Math.max(0, offset - stripe.segmentOffset);
      yield data.subarray(first, end - stripe.segmentOffset);
    }
  } finally {
    for (const file of files.values()) await file.close();
  }
}

/**
 * Restores a segment (or a range of it) to a stream or into a file.
 *
 * @throws AppError as {@link decodedParts}
 */
export async function decodeSegment(options: DecodeSegmentOptions): Promise<void> {
  const { out, signal } = options;
  if (!('file' in out)) {
    await pipeline(Readable.from(decodedParts(options), { objectMode: false }), out, {
      end: false,
      signal,
    });
    return;
  }
  const file = await open(out.file, 'r+');
  try {
    let position = out.offset;
    for await (const part of decodedParts(options)) {
      await writeExactly(file, part, position);
      position += part.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
