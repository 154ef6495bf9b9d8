import { bytesToHex, hexToBytes } from 'viem';
import { AppError } from '../errors';
import { concatBytes, u32BE } from './bytes';
import type { Hex } from './types';

const MAGIC = Uint8Array.of(0x4d, 0x53, 0x50, 0x57); // "MSPW"
const VERSION = 1;
const HEADER_BYTES = 8;
const ENTRY_HEADER_BYTES = 28;
/** Most sectors in one message. */
export const MAX_POST_ENTRIES = 0xffff;
/** Longest proof body in a message. */
export const MAX_POST_PROOF_BYTES = 1 << 20;

/** The PoSt of one sector inside a node's upload. */
export interface PoStEntry {
  /** Deal contract. */
  deal: Hex;
  /** Slot number, unsigned 16 bit. */
  slot: number;
  /** Generation of the slot, unsigned 16 bit. */
  generation: number;
  /** Opaque body; empty for a sector that the node could not read, see {@link isSkipped}. */
  proof: Uint8Array;
}

/** True if the node says of a sector that it has no proof: no body can be that short. */
export function isSkipped(entry: Pick<PoStEntry, 'proof'>): boolean {
  return entry.proof.length === 0;
}

function malformed(message: string): AppError {
  return new AppError('PROOF_BAD_POST_MESSAGE', message);
}

function u16BE(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) {
    throw malformed('Slot, generation and entry count are unsigned 16-bit numbers.');
  }
  return Uint8Array.of(value >> 8, value & 0xff);
}

function encodeEntry(entry: PoStEntry): Uint8Array {
  const deal = hexToBytes(entry.deal);
  if (deal.length !== 20) throw malformed('A deal is a 20-byte address.');
  if (entry.proof.length > MAX_POST_PROOF_BYTES) throw malformed('A proof body is too long.');
  const ids = concatBytes(deal, u16BE(entry.slot), u16BE(entry.generation));
  return concatBytes(ids, u32BE(entry.proof.length), entry.proof);
}

/** Order of entries: by deal address bytes, slot, generation. */
function compareIds(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 24; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function assertAscending(entries: Uint8Array[]): void {
  for (let i = 1; i < entries.length; i++) {
    if (compareIds(entries[i - 1]!, entries[i]!) >= 0) {
      throw malformed('Entries must be in ascending order, one per slot and generation.');
    }
  }
}

/**
 * Packs the PoSts of one node into one upload: "MSPW" ‖ version 1 ‖ 0 ‖ u16BE(count), then per
 * entry deal (20) ‖ u16BE(slot) ‖ u16BE(generation) ‖ u32BE(length) ‖ body, in ascending order.
 * A skipped sector has length 0.
 *
 * @throws AppError `PROOF_BAD_POST_MESSAGE` for repeated or out-of-range entries
 */
export function encodePoStMessage(entries: readonly PoStEntry[]): Uint8Array {
  const encoded = entries.map(encodeEntry).sort(compareIds);
  assertAscending(encoded);
  return concatBytes(MAGIC, Uint8Array.of(VERSION, 0), u16BE(encoded.length), ...encoded);
}

/**
 * Inverse of {@link encodePoStMessage}; accepts only its exact output. Bodies are copies.
 *
 * @throws AppError `PROOF_BAD_POST_MESSAGE`
 */
export function decodePoStMessage(bytes: Uint8Array): PoStEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const isKnown = bytes.length >= HEADER_BYTES && MAGIC.every((byte, i) => bytes[i] === byte);
  if (!isKnown || bytes[4] !== VERSION || bytes[5] !== 0) throw malformed('Unknown PoSt message.');
  const raw: Uint8Array[] = [];
  let at = HEADER_BYTES;
  for (let left = view.getUint16(6); left > 0; left--) {
    if (at + ENTRY_HEADER_BYTES > bytes.length) throw malformed('The PoSt message is cut short.');
    const length = view.getUint32(at + 24);
    const end = at + ENTRY_HEADER_BYTES + length;
    if (length > MAX_POST_PROOF_BYTES || end > bytes.length) {
      throw malformed('A proof body is too long or cut short.');
    }
    raw.push(new Uint8Array(bytes.subarray(at, end)));
    at = end;
  }
  if (at !== bytes.length) throw malformed('Bytes follow the last PoSt entry.');
  assertAscending(raw);
  return raw.map((entry) => ({
    deal: bytesToHex(entry.subarray(0, 20)),
    slot: (entry[20]! << 8) | entry[21]!,
    generation: (entry[22]! << 8) | entry[23]!,
    proof: entry.slice(ENTRY_HEADER_BYTES),
  }));
}
