// fr32 padding and the field arithmetic of encoding, whole buffers at a time.

const R0: u64 = 0xffffffff00000001;
const R1: u64 = 0x53bda402fffe5bfe;
const R2: u64 = 0x3339d80809a1d805;
const R3: u64 = 0x73eda753299d7d48;
const MASK_62: u64 = 0x3fffffffffffffff;

// 64 bits that start `shift` bits into the byte at `p` (shift 2, 4 or 6: reads 9 bytes).
@inline function bitsAt(p: usize, shift: u64): u64 {
  return (load<u64>(p) >> shift) | (<u64>load<u8>(p, 8) << (64 - shift));
}

// 127 payload bytes per quad to 128; reads no byte behind the last quad.
export function fr32Pad(from: usize, to: usize, quads: u32): void {
  for (let q: u32 = 0; q < quads; q++) {
    store<u64>(to, load<u64>(from));
    store<u64>(to, load<u64>(from, 8), 8);
    store<u64>(to, load<u64>(from, 16), 16);
    store<u64>(to, load<u64>(from, 24) & MASK_62, 24);
    for (let e: usize = 1; e < 4; e++) {
      const p = from + 32 * e - 1;
      const out = to + 32 * e;
      const shift: u64 = 8 - 2 * e;
      store<u64>(out, bitsAt(p, shift));
      store<u64>(out, bitsAt(p + 8, shift), 8);
      store<u64>(out, bitsAt(p + 16, shift), 16);
      const top = e == 3 ? load<u64>(p + 24) >> shift : bitsAt(p + 24, shift);
      store<u64>(out, top & MASK_62, 24);
    }
    from += 127;
    to += 128;
  }
}

// Inverse of fr32Pad; writes exactly 127 bytes per quad. In place is allowed.
export function fr32Unpad(from: usize, to: usize, quads: u32): void {
  for (let q: u32 = 0; q < quads; q++) {
    const a = load<u64>(from, 24);
    const b0 = load<u64>(from, 32);
    const b1 = load<u64>(from, 40);
    const b2 = load<u64>(from, 48);
    const b3 = load<u64>(from, 56);
    const c0 = load<u64>(from, 64);
    const c1 = load<u64>(from, 72);
    const c2 = load<u64>(from, 80);
    const c3 = load<u64>(from, 88);
    const d0 = load<u64>(from, 96);
    const d1 = load<u64>(from, 104);
    const d2 = load<u64>(from, 112);
    const d3 = load<u64>(from, 120);
    const l0 = load<u64>(from);
    const l1 = load<u64>(from, 8);
    const l2 = load<u64>(from, 16);
    store<u64>(to, l0);
    store<u64>(to, l1, 8);
    store<u64>(to, l2, 16);
    store<u64>(to, a | (b0 << 62), 24);
    store<u64>(to, (b0 >> 2) | (b1 << 62), 32);
    store<u64>(to, (b1 >> 2) | (b2 << 62), 40);
    store<u64>(to, (b2 >> 2) | (b3 << 62), 48);
    store<u64>(to, (b3 >> 2) | (c0 << 60), 56);
    store<u64>(to, (c0 >> 4) | (c1 << 60), 64);
    store<u64>(to, (c1 >> 4) | (c2 << 60), 72);
    store<u64>(to, (c2 >> 4) | (c3 << 60), 80);
    store<u64>(to, (c3 >> 4) | (d0 << 58), 88);
    store<u64>(to, (d0 >> 6) | (d1 << 58), 96);
    store<u64>(to, (d1 >> 6) | (d2 << 58), 104);
    store<u64>(to, (d2 >> 6) | (d3 << 58), 112);
    const top = d3 >> 6;
    store<u32>(to, <u32>top, 120);
    store<u16>(to, <u16>(top >> 32), 124);
    store<u8>(to, <u8>(top >> 48), 126);
    from += 128;
    to += 127;
  }
}

@inline function isBelowOrder(x0: u64, x1: u64, x2: u64, x3: u64): bool {
  if (x3 != R3) return x3 < R3;
  if (x2 != R2) return x2 < R2;
  if (x1 != R1) return x1 < R1;
  return x0 < R0;
}

// sealed = (data + key) mod r for `count` elements; both inputs are below 2^254.
export function encode(data: usize, key: usize, to: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const a0 = load<u64>(data);
    const a1 = load<u64>(data, 8);
    const a2 = load<u64>(data, 16);
    let x0 = a0 + load<u64>(key);
    let carry: u64 = u64(x0 < a0);
    let x1 = a1 + load<u64>(key, 8);
    const c1: u64 = u64(x1 < a1);
    x1 += carry;
    carry = c1 | u64(x1 < carry);
    let x2 = a2 + load<u64>(key, 16);
    const c2: u64 = u64(x2 < a2);
    x2 += carry;
    carry = c2 | u64(x2 < carry);
    let x3 = load<u64>(data, 24) + load<u64>(key, 24) + carry;
    if (!isBelowOrder(x0, x1, x2, x3)) {
      const b0: u64 = u64(x0 < R0);
      x0 -= R0;
      const b1: u64 = u64(x1 < R1) | (u64(x1 == R1) & b0);
      x1 -= R1 + b0;
      const b2: u64 = u64(x2 < R2) | (u64(x2 == R2) & b1);
      x2 -= R2 + b1;
      x3 -= R3 + b2;
    }
    store<u64>(to, x0);
    store<u64>(to, x1, 8);
    store<u64>(to, x2, 16);
    store<u64>(to, x3, 24);
    data += 32;
    key += 32;
    to += 32;
  }
}

// data = (sealed − key) mod r; returns how many elements cannot come from encode.
export function decode(sealed: usize, key: usize, to: usize, count: u32): u32 {
  let bad: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const s0 = load<u64>(sealed);
    const s1 = load<u64>(sealed, 8);
    const s2 = load<u64>(sealed, 16);
    const s3 = load<u64>(sealed, 24);
    const k0 = load<u64>(key);
    const k1 = load<u64>(key, 8);
    const k2 = load<u64>(key, 16);
    const k3 = load<u64>(key, 24);
    let x0 = s0 - k0;
    const b0: u64 = u64(s0 < k0);
    let x1 = s1 - k1 - b0;
    const b1: u64 = u64(s1 < k1) | (u64(s1 == k1) & b0);
    let x2 = s2 - k2 - b1;
    const b2: u64 = u64(s2 < k2) | (u64(s2 == k2) & b1);
    let x3 = s3 - k3 - b2;
    if (s3 < k3 || (s3 == k3 && b2 != 0)) {
      x0 += R0;
      let carry: u64 = u64(x0 < R0);
      x1 += carry;
      carry = u64(x1 < carry);
      x1 += R1;
      carry |= u64(x1 < R1);
      x2 += carry;
      carry = u64(x2 < carry);
      x2 += R2;
      carry |= u64(x2 < R2);
      x3 += R3 + carry;
    }
    if (x3 > MASK_62 || !isBelowOrder(s0, s1, s2, s3)) bad++;
    store<u64>(to, x0);
    store<u64>(to, x1, 8);
    store<u64>(to, x2, 16);
    store<u64>(to, x3, 24);
    sealed += 32;
    key += 32;
    to += 32;
  }
  return bad;
}

// Copies `count` nodes to every `stride`-th 32-byte place: layers become columns.
export function spread(from: usize, to: usize, stride: u32, count: u32): void {
  const step: usize = <usize>stride << 5;
  for (let i: u32 = 0; i < count; i++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += 32;
    to += step;
  }
}
