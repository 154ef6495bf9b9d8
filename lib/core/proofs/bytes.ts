import { blake2b } from '@noble/hashes/blake2';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2';
import type { Blake2b512, Sha256 } from './types';

/** Portable SHA-256, the default wherever a faster one is not injected. */
export const defaultSha256: Sha256 = (data) => nobleSha256(data);

/** Portable BLAKE2b-512, the default likewise. */
export const defaultBlake2b512: Blake2b512 = (data) => blake2b(data, { dkLen: 64 });

/** Joins byte strings. */
export function concatBytes(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Same length and same bytes. Not constant time: nothing compared here is secret. */
export function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Bytes of ASCII text. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** `value` as 4 bytes, most significant first. */
export function u32BE(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** `value` as 4 bytes, least significant first. */
export function u32LE(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

/** `value` as 8 bytes, most significant first. */
export function u64BE(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value);
  return out;
}

/** `value` as 8 bytes, least significant first. */
export function u64LE(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value, true);
  return out;
}

/** The u64 that starts at `offset`, least significant byte first. */
export function readU64LE(bytes: Uint8Array, offset = 0): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset, true);
}

/** All bytes read as one unsigned integer, least significant first. */
export function readLE(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}

/** T(h): a copy of the 32 bytes with the top two bits cleared, so that they fit the field. */
export function truncate254(hash: Uint8Array): Uint8Array {
  const out = new Uint8Array(hash);
  out[31]! &= 0x3f;
  return out;
}
