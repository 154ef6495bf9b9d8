import { getHashes, hash } from 'node:crypto';
import { type Blake2b512, defaultBlake2b512 } from '../../core/proofs/sdr';

const HASH_BYTES = 64;

/** Some builds of OpenSSL go without it. */
const isThere = getHashes().includes('blake2b512');

/** BLAKE2b-512 of node:crypto: a new thread must not wait until the portable one is compiled. */
export const nodeBlake2b512: Blake2b512 = (data) => {
  if (!isThere) return defaultBlake2b512(data);
  const text = hash('blake2b512', data, 'binary');
  const bytes = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < HASH_BYTES; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
