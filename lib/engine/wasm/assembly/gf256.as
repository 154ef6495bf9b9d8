// Multiplication in GF(2^8) of whole blocks, 16 bytes at a time: a product is the sum of the
// products of the two half-bytes, and those are table look-ups of 16 entries.

// to ^= factor · from. `tables`: factor · 0…15, then factor · 0x00, 0x10 … 0xf0.
export function mulAdd(from: usize, to: usize, bytes: usize, tables: usize): void {
  const low = v128.load(tables);
  const high = v128.load(tables, 16);
  const nibble = i8x16.splat(15);
  for (let i: usize = 0; i < bytes; i += 16) {
    const x = v128.load(from + i);
    const products = v128.xor(
      v128.swizzle(low, v128.and(x, nibble)),
      v128.swizzle(high, i8x16.shr_u(x, 4)),
    );
    v128.store(to + i, v128.xor(v128.load(to + i), products));
  }
}
