import { createHash } from 'node:crypto';

/** Numbers that look random and are the same in every run with a seed. */
export interface SeededRandom {
  /** 0 to 2^32 − 1. */
  word(): number;
  /** 0 to `below` − 1. */
  below(below: number): number;
  /** From 0 to below 1. */
  fraction(): number;
  /** Fills bytes [from, to). */
  fill(bytes: Uint8Array, from?: number, to?: number): void;
}

/** xoshiro128** with a state made from the seed. */
export function seededRandom(seed: number): SeededRandom {
  const digest = createHash('sha256').update(`fuzz ${seed}`).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const rotl = (x: number, n: number) => (x << n) | (x >>> (32 - n));
  const word = () => {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result;
  };
  return {
    word,
    below: (below) => Math.floor((word() / 2 ** 32) * below),
    fraction: () => word() / 2 ** 32,
    fill: (bytes, from = 0, to = bytes.length) => {
      for (let i = from; i < to; i++) bytes[i] = word() >>> 24;
    },
  };
}
