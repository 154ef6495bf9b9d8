import { AppError } from '../errors';
import { base32Decode, base32Encode } from './base32';
import { bytesEqual, concatBytes } from './bytes';
import { QUAD_PADDED_BYTES, QUAD_PAYLOAD_BYTES } from './fr32';
import { readVarint, varint } from './varint';

/** CIDv1, codec fil-commitment-unsealed (0xf101), multihash sha2-256-trunc254-padded (0x1012), 32 bytes. */
const V1_PREFIX = Uint8Array.of(0x01, 0x81, 0xe2, 0x03, 0x92, 0x20, 0x20);
/** CIDv1, codec raw (0x55), multihash fr32-sha2-256-trunc254-padded-binary-tree (0x1011). */
const V2_PREFIX = Uint8Array.of(0x01, 0x55, 0x91, 0x20);
const MAX_PADDED_BYTES = 2 ** 52;

/** What a PieceCID v2 says. */
export interface PieceCidV2Parts {
  /** 32 bytes: root of the piece's tree. */
  commD: Uint8Array;
  /** Bytes of content before zero-extension and padding. */
  payloadBytes: number;
  /** Bytes after padding: a power of two, at least 128. */
  paddedBytes: number;
  /** Height of the tree over 32-byte leaves. */
  height: number;
}

function invalid(message: string): AppError {
  return new AppError('PROOF_BAD_PIECE_CID', message);
}

function assertRoot(commD: Uint8Array): void {
  if (commD.length !== 32 || commD[31]! > 0x3f) {
    throw invalid('A piece commitment is 32 bytes with the top two bits clear.');
  }
}

/** Bytes of PieceCID v1. @throws AppError `PROOF_BAD_PIECE_CID` */
export function pieceCidV1Bytes(commD: Uint8Array): Uint8Array {
  assertRoot(commD);
  return concatBytes(V1_PREFIX, commD);
}

/** Text of PieceCID v1 ("baga…"). @throws AppError `PROOF_BAD_PIECE_CID` */
export function pieceCidV1(commD: Uint8Array): string {
  return `b${base32Encode(pieceCidV1Bytes(commD))}`;
}

/**
 * Bytes of PieceCID v2: digest = uvarint(padding) ‖ u8(height) ‖ root, where
 * padding = paddedBytes·127/128 − payloadBytes.
 *
 * @throws AppError `PROOF_BAD_PIECE_CID`
 */
export function pieceCidV2Bytes(
  commD: Uint8Array,
  payloadBytes: number,
  paddedBytes: number,
): Uint8Array {
  assertRoot(commD);
  const height = Math.log2(paddedBytes / 32);
  const padding = (paddedBytes / QUAD_PADDED_BYTES) * QUAD_PAYLOAD_BYTES - payloadBytes;
  const isPadded = Number.isInteger(height) && height >= 2 && paddedBytes <= MAX_PADDED_BYTES;
  if (!isPadded || !Number.isInteger(payloadBytes) || payloadBytes < 0 || padding < 0) {
    throw invalid('The payload does not fit a piece of this padded size.');
  }
  const digest = concatBytes(varint(padding), Uint8Array.of(height), commD);
  return concatBytes(V2_PREFIX, varint(digest.length), digest);
}

/** Text of PieceCID v2 ("bafk…"). @throws AppError `PROOF_BAD_PIECE_CID` */
export function pieceCidV2(commD: Uint8Array, payloadBytes: number, paddedBytes: number): string {
  return `b${base32Encode(pieceCidV2Bytes(commD, payloadBytes, paddedBytes))}`;
}

function cidBytes(cid: string | Uint8Array): Uint8Array {
  if (typeof cid !== 'string') return cid;
  const bytes = cid.length <= 128 && cid.startsWith('b') ? base32Decode(cid.slice(1)) : null;
  if (bytes === null) throw invalid('A PieceCID is "b" and lower-case base32.');
  return bytes;
}

/** CommD of a PieceCID v1 (text or bytes). @throws AppError `PROOF_BAD_PIECE_CID` */
export function parsePieceCidV1(cid: string | Uint8Array): Uint8Array {
  const bytes = cidBytes(cid);
  const root = new Uint8Array(bytes.subarray(V1_PREFIX.length));
  if (!bytesEqual(bytes.subarray(0, V1_PREFIX.length), V1_PREFIX)) {
    throw invalid('Not a PieceCID v1.');
  }
  assertRoot(root);
  return root;
}

/** Parts of a PieceCID v2 (text or bytes). @throws AppError `PROOF_BAD_PIECE_CID` */
export function parsePieceCidV2(cid: string | Uint8Array): PieceCidV2Parts {
  const bytes = cidBytes(cid);
  if (!bytesEqual(bytes.subarray(0, V2_PREFIX.length), V2_PREFIX)) {
    throw invalid('Not a PieceCID v2.');
  }
  const length = readVarint(bytes, V2_PREFIX.length);
  const padding = length && readVarint(bytes, length.next);
  if (!length || !padding || bytes.length !== length.next + length.value) {
    throw invalid('A PieceCID v2 has a malformed length.');
  }
  const height = bytes[padding.next] ?? 0;
  const commD = new Uint8Array(bytes.subarray(padding.next + 1));
  assertRoot(commD);
  const paddedBytes = 2 ** height * 32;
  const capacity = (paddedBytes / QUAD_PADDED_BYTES) * QUAD_PAYLOAD_BYTES;
  if (height < 2 || paddedBytes > MAX_PADDED_BYTES || padding.value > capacity) {
    throw invalid('A PieceCID v2 has an impossible height or padding.');
  }
  return { commD, payloadBytes: capacity - padding.value, paddedBytes, height };
}
