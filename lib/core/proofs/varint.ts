/** Unsigned LEB128 of a safe integer. */
export function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) out.push((rest % 128) | 0x80);
  return Uint8Array.from([...out, rest]);
}

/** Reads a shortest-form unsigned LEB128 below 2^53 at `offset`; null if there is none. */
export function readVarint(
  bytes: Uint8Array,
  offset: number,
): { value: number; next: number } | null {
  let value = 0;
  for (let i = 0; i < 8; i++) {
    const byte = bytes[offset + i];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) {
      const isShortest = i === 0 || byte !== 0;
      return isShortest && Number.isSafeInteger(value) ? { value, next: offset + i + 1 } : null;
    }
  }
  return null;
}
