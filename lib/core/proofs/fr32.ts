import { AppError } from '../errors';

/** Payload bytes of one quad. */
export const QUAD_PAYLOAD_BYTES = 127;
/** Padded bytes of one quad: four 32-byte elements of 254 bits. */
export const QUAD_PADDED_BYTES = 128;

function padQuad(p: Uint8Array, at: number, out: Uint8Array, to: number): void {
  for (let i = 0; i < 32; i++) {
    out[to + i] = p[at + i]!;
    out[to + 32 + i] = (p[at + 31 + i]! >> 6) | (p[at + 32 + i]! << 2);
    out[to + 64 + i] = (p[at + 63 + i]! >> 4) | (p[at + 64 + i]! << 4);
    out[to + 96 + i] = i < 31 ? (p[at + 95 + i]! >> 2) | (p[at + 96 + i]! << 6) : p[at + 126]! >> 2;
  }
  for (let e = 31; e < QUAD_PADDED_BYTES; e += 32) out[to + e]! &= 0x3f;
}

function unpadQuad(q: Uint8Array, at: number, out: Uint8Array, to: number): void {
  for (let i = 0; i < 31; i++) {
    out[to + i] = q[at + i]!;
    out[to + 32 + i] = (q[at + 32 + i]! >> 2) | (q[at + 33 + i]! << 6);
    out[to + 64 + i] = (q[at + 64 + i]! >> 4) | (q[at + 65 + i]! << 4);
    out[to + 96 + i] = (q[at + 96 + i]! >> 6) | (q[at + 97 + i]! << 2);
  }
  out[to + 31] = q[at + 31]! | (q[at + 32]! << 6);
  out[to + 63] = (q[at + 63]! >> 2) | (q[at + 64]! << 4);
  out[to + 95] = (q[at + 95]! >> 4) | (q[at + 96]! << 2);
}

/**
 * fr32 padding: every 127 payload bytes become four 254-bit elements of 32 bytes each.
 *
 * @param payload - whole quads, or less: a shorter tail is zero-extended to a quad
 * @returns 128 bytes per started quad
 */
export function fr32Pad(payload: Uint8Array): Uint8Array {
  const quads = Math.ceil(payload.length / QUAD_PAYLOAD_BYTES);
  const whole = new Uint8Array(quads * QUAD_PAYLOAD_BYTES);
  whole.set(payload);
  const out = new Uint8Array(quads * QUAD_PADDED_BYTES);
  for (let q = 0; q < quads; q++) {
    padQuad(whole, q * QUAD_PAYLOAD_BYTES, out, q * QUAD_PADDED_BYTES);
  }
  return out;
}

/**
 * Inverse of {@link fr32Pad}.
 *
 * @throws AppError `proof.bad-fr32` if the length is not whole quads or an element has a top bit set
 */
export function fr32Unpad(padded: Uint8Array): Uint8Array {
  if (padded.length % QUAD_PADDED_BYTES !== 0) {
    throw new AppError('proof.bad-fr32', 'Padded data must be a multiple of 128 bytes.');
  }
  for (let e = 31; e < padded.length; e += 32) {
    if (padded[e]! > 0x3f) throw new AppError('proof.bad-fr32', 'A padded element is too large.');
  }
  const quads = padded.length / QUAD_PADDED_BYTES;
  const out = new Uint8Array(quads * QUAD_PAYLOAD_BYTES);
  for (let q = 0; q < quads; q++) {
    unpadQuad(padded, q * QUAD_PADDED_BYTES, out, q * QUAD_PAYLOAD_BYTES);
  }
  return out;
}

/**
 * The quads that hold payload bytes [offset, offset + length).
 *
 * @returns padded byte range to read, and how many payload bytes to skip after un-padding it
 */
export function fr32Range(
  offset: number,
  length: number,
): { paddedOffset: number; paddedLength: number; skip: number } {
  const first = Math.floor(offset / QUAD_PAYLOAD_BYTES);
  const end = Math.ceil((offset + length) / QUAD_PAYLOAD_BYTES);
  return {
    paddedOffset: first * QUAD_PADDED_BYTES,
    paddedLength: Math.max(0, end - first) * QUAD_PADDED_BYTES,
    skip: offset - first * QUAD_PAYLOAD_BYTES,
  };
}

/** Un-pads a range of padded data that a caller read with {@link fr32Range}, and cuts it to `length`. */
export function fr32UnpadRange(padded: Uint8Array, skip: number, length: number): Uint8Array {
  return fr32Unpad(padded).subarray(skip, skip + length);
}
