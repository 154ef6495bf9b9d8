import type { Hex } from './types';

/** What a deal stores and how it is cut; its hash is part of the deal's terms. */
export interface DealContent {
  fileBytes: number;
  k: number;
  n: number;
  sectorBytes: number;
  segments: ContentSegment[];
}

/** One segment: `length` bytes of the file from `offset`, as n shards of `shardBytes`. */
export interface ContentSegment {
  offset: number;
  length: number;
  shardBytes: number;
  /** n data roots, by shard. */
  commD: Hex[];
}

/**
 * The canonical content JSON (docs/protocol.md, section 6): keys in this order, no spaces, hex in
 * lower case. Equal content gives equal text, whatever the key order of the input.
 */
export function contentJson(content: DealContent): string {
  const segments = content.segments.map(({ offset, length, shardBytes, commD }) => ({
    offset,
    length,
    shardBytes,
    commD: commD.map((root) => root.toLowerCase()),
  }));
  const { fileBytes, k, n, sectorBytes } = content;
  return JSON.stringify({ version: 1, encryption: 'none', fileBytes, k, n, sectorBytes, segments });
}
