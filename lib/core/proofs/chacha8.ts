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
function block(key: Uint32Array, counter: number): Uint32Array {
  const start = Uint32Array.from([...CONSTANTS, ...key, counter, 0, 0, 0]);
  const s = start.slice();
  for (let i = 0; i < 4; i++) {
    for (let col = 0; col < 4; col++) quarterRound(s, col, 4 + col, 8 + col, 12 + col);
    for (let col = 0; col < 4; col++) {
      quarterRound(s, col, 4 + ((col + 1) % 4), 8 + ((col + 2) % 4), 12 + ((col + 3) % 4));
    }
  }
  return s.map((word, i) => word + start[i]!);
}

/**
 * First `count` u64 of the ChaCha8 keystream for a 32-byte key: consecutive words, first word is
 * the low half.
 */
export function chacha8U64(key: Uint8Array, count: number): bigint[] {
  const view = new DataView(key.buffer, key.byteOffset, 32);
  const keyWords = Uint32Array.from({ length: 8 }, (_, i) => view.getUint32(4 * i, true));
  const out: bigint[] = [];
  for (let counter = 0; out.length < count; counter++) {
    const words = block(keyWords, counter);
    for (let i = 0; i < 16; i += 2) out.push((BigInt(words[i + 1]!) << 32n) | BigInt(words[i]!));
  }
  return out.slice(0, count);
}
