const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574];

function rotl(x: number, n: number): number {
  return (x << n) | (x >>> (32 - n));
}

function quarterRound(s: Uint32Array, a: number, b: number, c: number, d: number): void {
  s[a] = s[a]! + s[b]!;
  s[d] = rotl(s[d]! ^ s[a]!, 16);
  s[c] = s[c]! + s[d]!;
  s[b] = rotl(s[b]! ^ s[c]!, 12);
  s[a] = s[a]! + s[b]!;
  s[d] = rotl(s[d]! ^ s[a]!, 8);
  s[c] = s[c]! + s[d]!;
  s[b] = rotl(s[b]! ^ s[c]!, 7);
}

/** One 64-byte block of ChaCha with 8 rounds as 16 words; 64-bit counter, zero nonce. */
function block(key: Uint32Array, counter: number, out: Uint32Array): void {
  const start = new Uint32Array(16);
  start.set(CONSTANTS);
  start.set(key, 4);
  start[12] = counter;
  out.set(start);
  for (let i = 0; i < 4; i++) {
    for (let col = 0; col < 4; col++) quarterRound(out, col, 4 + col, 8 + col, 12 + col);
    for (let col = 0; col < 4; col++) {
      quarterRound(out, col, 4 + ((col + 1) % 4), 8 + ((col + 2) % 4), 12 + ((col + 3) % 4));
    }
  }
  for (let i = 0; i < 16; i++) out[i] = out[i]! + start[i]!;
}

/**
 * First `count` u64 of the ChaCha8 keystream for a 32-byte key, as words: number i is
 * words[2i + 1] · 2^32 + words[2i].
 */
export function chacha8Words(key: Uint8Array, count: number): Uint32Array {
  const view = new DataView(key.buffer, key.byteOffset, 32);
  const keyWords = Uint32Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i, true));
  const blocks = Math.ceil(count / 8);
  const words = new Uint32Array(16 * blocks);
  for (let counter = 0; counter < blocks; counter++) {
    block(keyWords, counter, words.subarray(16 * counter, 16 * counter + 16));
  }
  return words;
}
