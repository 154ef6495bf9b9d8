// Parents of the stacked graph: DRSample (ChaCha8) and a Feistel permutation by tables.

const KEY: usize = memory.data(32, 16);
const STREAM: usize = memory.data(128, 16);
// 6 base parents, then 8 expander parents, as u32.
export const PARENTS: usize = memory.data(64, 16);

let nodes: u64 = 0;
let halfBits: u64 = 0;
let halfMask: u64 = 0;
let table: usize = 0;

// `seed`: 28 bytes. `feistel`: three tables of 2^half u16, back to back.
export function initGraph(seed: usize, nodeCount: u32, half: u32, feistel: usize): void {
  memory.copy(KEY, seed, 28);
  nodes = nodeCount;
  halfBits = half;
  halfMask = (1 << half) - 1;
  table = feistel;
}

@inline function rotl16x4(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}

@inline function rotl8x4(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14);
}

@inline function rotlx4(x: v128, n: i32): v128 {
  return v128.or(i32x4.shl(x, n), i32x4.shr_u(x, 32 - n));
}

// One keystream block; rows of the state are vectors, a quarter round works on all columns.
function chachaBlock(counter: u32, to: usize): void {
  const start0 = i32x4(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);
  const start1 = v128.load(KEY);
  const start2 = v128.load(KEY + 16);
  const start3 = i32x4.replace_lane(i32x4.splat(0), 0, counter);
  let a = start0;
  let b = start1;
  let c = start2;
  let d = start3;
  for (let i = 0; i < 4; i++) {
    for (let half = 0; half < 2; half++) {
      a = i32x4.add(a, b);
      d = rotl16x4(v128.xor(d, a));
      c = i32x4.add(c, d);
      b = rotlx4(v128.xor(b, c), 12);
      a = i32x4.add(a, b);
      d = rotl8x4(v128.xor(d, a));
      c = i32x4.add(c, d);
      b = rotlx4(v128.xor(b, c), 7);
      if (half == 0) {
        b = v128.shuffle<u32>(b, b, 1, 2, 3, 0);
        c = v128.shuffle<u32>(c, c, 2, 3, 0, 1);
        d = v128.shuffle<u32>(d, d, 3, 0, 1, 2);
      } else {
        b = v128.shuffle<u32>(b, b, 3, 0, 1, 2);
        c = v128.shuffle<u32>(c, c, 2, 3, 0, 1);
        d = v128.shuffle<u32>(d, d, 1, 2, 3, 0);
      }
    }
  }
  v128.store(to, i32x4.add(a, start0));
  v128.store(to + 16, i32x4.add(b, start1));
  v128.store(to + 32, i32x4.add(c, start2));
  v128.store(to + 48, i32x4.add(d, start3));
}

export function baseParents(v: u32): void {
  if (v < 2) {
    memory.fill(PARENTS, 0, 24);
    return;
  }
  store<u32>(KEY, v, 28);
  chachaBlock(0, STREAM);
  chachaBlock(1, STREAM + 64);
  const m: u64 = 5 * <u64>v;
  const buckets: u64 = 64 - clz<u64>(m - 1);
  store<u32>(PARENTS, v - 1);
  for (let i: usize = 0; i < 5; i++) {
    const x = STREAM + 16 * i;
    const j = (load<u64>(x) % buckets) + 1;
    const high = min<u64>(m, (<u64>1) << j);
    const low = max<u64>(2, high >> 1);
    const distance = low + (load<u64>(x, 8) % (high - low + 1));
    const parent = <u32>((m - distance) / 5);
    store<u32>(PARENTS + 4 + 4 * i, parent == v ? v - 1 : parent);
  }
}

export function expanderParents(v: u32): void {
  const size: usize = <usize>2 << <usize>halfBits;
  const end: u64 = nodes << 3;
  for (let i: u64 = 0; i < 8; i++) {
    let index: u64 = (<u64>v << 3) + i;
    do {
      let left: u64 = index >> halfBits;
      let right: u64 = index & halfMask;
      const first = left ^ <u64>load<u16>(table + <usize>(right << 1));
      const second = right ^ <u64>load<u16>(table + size + <usize>(first << 1));
      right = first ^ <u64>load<u16>(table + 2 * size + <usize>(second << 1));
      left = second;
      index = (left << halfBits) | right;
    } while (index >= end);
    store<u32>(PARENTS + 24 + 4 * <usize>i, <u32>(index >> 3));
  }
}

export function parents(v: u32, to: usize): void {
  baseParents(v);
  expanderParents(v);
  memory.copy(to, PARENTS, 56);
}
