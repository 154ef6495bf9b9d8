import { createHash, hash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { proverIdOf, type SealParams, sectorIdOf, ticketOf } from '../../lib/core/proofs';
import { payloadCapacity } from '../../lib/core/sectors';

const BLOCK = 2 ** 20;
const DEAL = `0x${'d1'.repeat(20)}` as const;
const OPERATOR = `0x${'a7'.repeat(20)}` as const;

/** Numbers of the production profile. */
export function productionParams(sectorBytes: number): SealParams {
  return { sectorBytes, layers: 2, porepChallenges: 176, postChallenges: 10, droppedRows: 10 };
}

/** Seeds in the place of the chain's. */
export const SEEDS = {
  porep: Uint8Array.from(Buffer.alloc(32, 0xee)),
  post: Uint8Array.from(Buffer.alloc(32, 0x2a)),
};

/** Public inputs of the sector, except CommD. */
export const INPUTS = {
  proverId: proverIdOf(OPERATOR),
  sectorId: sectorIdOf(DEAL, 3, 1),
  ticket: ticketOf(DEAL, 3, 1, `0x${'5e'.repeat(32)}`),
};

/** Fills a file with bytes that no file system compresses; the same ones in every run. */
function writePayload(file: string, bytes: number): void {
  const fd = openSync(file, 'w');
  const block = Buffer.alloc(BLOCK);
  for (let at = 0; at < bytes; at += BLOCK) {
    for (let i = 0; i < BLOCK; i += 32) {
      block.writeUInt32LE(i, i);
      block.writeUIntLE(at / BLOCK, i + 4, 6);
    }
    for (let i = 0; i < BLOCK; i += 2048) {
      block.set(hash('sha256', block.subarray(i, i + 2048), 'buffer'), i);
    }
    writeSync(fd, block, 0, Math.min(BLOCK, bytes - at), at);
  }
  closeSync(fd);
}

/** A folder with a payload that fills the sector. */
export function makeSubject(params: SealParams, parent = os.tmpdir()) {
  const root = mkdtempSync(path.join(parent, 'bench-proofs-'));
  const payloadFile = path.join(root, 'payload');
  const payloadBytes = payloadCapacity(params.sectorBytes);
  writePayload(payloadFile, payloadBytes);
  return { root, dir: path.join(root, 'sector'), payloadFile, payloadBytes };
}

/** SHA-256 of a file, in constant memory. */
export function digestOfFile(file: string): string {
  const digest = createHash('sha256');
  const part = Buffer.alloc(BLOCK);
  const fd = openSync(file, 'r');
  for (let read = 1; read > 0; ) {
    read = readSync(fd, part, 0, BLOCK, null);
    digest.update(part.subarray(0, read));
  }
  closeSync(fd);
  return digest.digest('hex');
}
