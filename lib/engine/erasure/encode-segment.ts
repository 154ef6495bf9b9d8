import { type FileHandle, open, rename } from 'node:fs/promises';
import { AppError } from '../../core/errors';
import { assertShape, StripeCodec } from './codec';
import { readExactly, writeExactly } from './file-io';
import { type Stripe, stripes } from './stripes';

/** Options of {@link encodeSegment}. */
export interface EncodeSegmentOptions {
  /** The segment: `length` bytes from `offset` of a file. */
  source: { file: string; offset: number; length: number };
  k: number;
  n: number;
  /** Length of every shard; k of them hold at least the segment. */
  shardPayloadBytes: number;
  /** n files to write, replaced when complete. */
  outFiles: readonly string[];
  signal?: AbortSignal;
}

function assertOptions({ source, k, n, shardPayloadBytes, outFiles }: EncodeSegmentOptions): void {
  assertShape({ k, n });
  const isRoomy = shardPayloadBytes >= 1 && k * shardPayloadBytes >= source.length;
  if (!isRoomy || outFiles.length !== n || source.length < 0 || source.offset < 0) {
    throw new AppError('ERASURE_BAD_SHAPE', 'The segment does not fit its shards.', {
      details: { length: source.length, k, n, shardPayloadBytes, files: outFiles.length },
    });
  }
}

/** Reads the data blocks of a stripe; behind the segment's end there are zeros. */
async function readStripe(
  file: FileHandle,
  { source, k }: EncodeSegmentOptions,
  { segmentOffset, blockBytes }: Stripe,
  codec: StripeCodec,
): Promise<void> {
  for (let i = 0; i < k; i++) {
    const block = codec.block(i, blockBytes);
    const start = segmentOffset + i * blockBytes;
    const present = Math.min(blockBytes, Math.max(0, source.length - start));
    await readExactly(file, block.subarray(0, present), source.offset + start);
    block.fill(0, present);
  }
}

async function encodeStripes(
  options: EncodeSegmentOptions,
  source: FileHandle,
  outs: FileHandle[],
): Promise<void> {
  const codec = StripeCodec.encoder(options);
  for (const stripe of stripes(options.k, options.shardPayloadBytes)) {
    options.signal?.throwIfAborted();
    await readStripe(source, options, stripe, codec);
    codec.run(stripe.blockBytes);
    for (const [i, out] of outs.entries()) {
      await writeExactly(out, codec.block(i, stripe.blockBytes), stripe.shardOffset);
    }
  }
}

/**
 * Cuts a segment into n shards of which any k restore it, in constant memory. Stripe t of the
 * segment (k · 64 KiB) is spread over the first k shards, 64 KiB each; the other n − k get parity.
 *
 * @throws AppError `ERASURE_BAD_SHAPE`, `ENGINE_FILE_TOO_SHORT`
 */
export async function encodeSegment(options: EncodeSegmentOptions): Promise<void> {
  assertOptions(options);
  const handles: FileHandle[] = [];
  const opened = async (file: string, flags: string) => {
    const handle = await open(file, flags);
    handles.push(handle);
    return handle;
  };
  try {
    const source = await opened(options.source.file, 'r');
    const outs: FileHandle[] = [];
    for (const file of options.outFiles) outs.push(await opened(`${file}.tmp`, 'w'));
    await encodeStripes(options, source, outs);
    for (const out of outs) await out.sync();
  } finally {
    for (const handle of handles) await handle.close();
  }
  for (const file of options.outFiles) await rename(`${file}.tmp`, file);
}
