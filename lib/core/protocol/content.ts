import { z } from 'zod';
import { byteCount, hash } from './primitives';

/** One segment of a file: `length` bytes from `offset`, cut into k pieces of `shardBytes`. */
export const contentSegment = z.object({
  offset: byteCount,
  length: byteCount,
  shardBytes: byteCount,
  /** CommD of each of the n shards, by shard number. */
  commD: z.array(hash),
});

/** What a deal stores, without the bytes themselves; its hash is in the terms on chain. */
export const contentDescription = z.object({
  version: z.literal(1),
  encryption: z.literal('none'),
  fileBytes: byteCount,
  k: z.int().min(1),
  n: z.int().min(1),
  sectorBytes: byteCount,
  segments: z.array(contentSegment),
});
export type ContentDescription = z.output<typeof contentDescription>;
export type ContentSegment = z.output<typeof contentSegment>;

/**
 * Bytes of each shard of a segment of `length` bytes: ceil(length / k). Not rounded further, since
 * a full shard fills its sector's payload exactly.
 */
export function shardBytesOf(length: number, k: number): number {
  return Math.ceil(length / k);
}

/** Canonical text: the keys in the documented order, no spaces, hashes lower-case. */
export function canonicalContent(content: ContentDescription): string {
  const { version, encryption, fileBytes, k, n, sectorBytes } = content;
  const segments = content.segments.map(({ offset, length, shardBytes, commD }) => ({
    offset,
    length,
    shardBytes,
    commD: commD.map((value) => value.toLowerCase()),
  }));
  return JSON.stringify({ version, encryption, fileBytes, k, n, sectorBytes, segments });
}
