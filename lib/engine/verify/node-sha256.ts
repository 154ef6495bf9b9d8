import { hash } from 'node:crypto';
import type { Sha256 } from '../../core/proofs/sdr';

const HASH_BYTES = 32;

/**
 * SHA-256 of node:crypto (hardware instructions where the machine has them). Taken as a string,
 * because that costs half as much as the array that node:crypto would make.
 */
export const nodeSha256: Sha256 = (data) => {
  const text = hash('sha256', data, 'binary');
  const bytes = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
