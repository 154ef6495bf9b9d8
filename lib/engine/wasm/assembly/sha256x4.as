// Four SHA-256 of 64-byte messages at once: the inner nodes of a tree.

import { H0, H1, H2, H3, H4, H5, H6, H7, K, LAST_WORD_MASK } from './constants';
import { hashMessages, schedule } from './sha256';

const W: usize = memory.data(16 * 64, 16);
const STATE: usize = memory.data(16 * 8, 16);
// Second block of every 64-byte message: padding only, hence one schedule for all.
const PADDING: usize = memory.data(256, 16);
const PADDING_WORDS: usize = memory.data(256, 16);

export function initPadding(): void {
  memory.fill(PADDING_WORDS, 0, 256);
  store<u32>(PADDING_WORDS, 0x80000000);
  store<u32>(PADDING_WORDS, 512, 60);
  schedule(PADDING_WORDS, PADDING);
}

@inline function rotr4(x: v128, n: i32): v128 {
  return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n));
}

@inline function xor3(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c);
}

@inline function bswapWords(v: v128): v128 {
  return v128.shuffle<u8>(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

// Completes the 64 schedule words of four lanes in W from the first 16.
function expand(): void {
  for (let t: usize = 256; t < 1024; t += 16) {
    const w15 = v128.load(W + t - 240);
    const w2 = v128.load(W + t - 32);
    const s0 = xor3(rotr4(w15, 7), rotr4(w15, 18), i32x4.shr_u(w15, 3));
    const s1 = xor3(rotr4(w2, 17), rotr4(w2, 19), i32x4.shr_u(w2, 10));
    const sum = i32x4.add(v128.load(W + t - 256), v128.load(W + t - 112));
    v128.store(W + t, i32x4.add(sum, i32x4.add(s0, s1)));
  }
}

@inline function t1(e: v128, f: v128, g: v128, h: v128, kw: v128): v128 {
  const sum = xor3(rotr4(e, 6), rotr4(e, 11), rotr4(e, 25));
  const ch = v128.xor(g, v128.and(e, v128.xor(f, g)));
  return i32x4.add(i32x4.add(h, kw), i32x4.add(sum, ch));
}

@inline function t2(a: v128, b: v128, c: v128): v128 {
  const sum = xor3(rotr4(a, 2), rotr4(a, 13), rotr4(a, 22));
  const maj = v128.or(v128.and(a, b), v128.and(c, v128.or(a, b)));
  return i32x4.add(sum, maj);
}

@inline function dataWord(t: usize): v128 {
  return i32x4.add(v128.load(W + (t << 2)), v128.load32_splat(K + t));
}

@inline function paddingWord(t: usize): v128 {
  return v128.load32_splat(PADDING + t);
}

@inline function kw(isPadding: bool, t: usize): v128 {
  return isPadding ? paddingWord(t) : dataWord(t);
}

@inline function rounds(isPadding: bool): void {
  let a = v128.load(STATE);
  let b = v128.load(STATE + 16);
  let c = v128.load(STATE + 32);
  let d = v128.load(STATE + 48);
  let e = v128.load(STATE + 64);
  let f = v128.load(STATE + 80);
  let g = v128.load(STATE + 96);
  let h = v128.load(STATE + 112);
  let t: v128;
  for (let i: usize = 0; i < 256; i += 32) {
    t = t1(e, f, g, h, kw(isPadding, i));
    d = i32x4.add(d, t);
    h = i32x4.add(t, t2(a, b, c));
    t = t1(d, e, f, g, kw(isPadding, i + 4));
    c = i32x4.add(c, t);
    g = i32x4.add(t, t2(h, a, b));
    t = t1(c, d, e, f, kw(isPadding, i + 8));
    b = i32x4.add(b, t);
    f = i32x4.add(t, t2(g, h, a));
    t = t1(b, c, d, e, kw(isPadding, i + 12));
    a = i32x4.add(a, t);
    e = i32x4.add(t, t2(f, g, h));
    t = t1(a, b, c, d, kw(isPadding, i + 16));
    h = i32x4.add(h, t);
    d = i32x4.add(t, t2(e, f, g));
    t = t1(h, a, b, c, kw(isPadding, i + 20));
    g = i32x4.add(g, t);
    c = i32x4.add(t, t2(d, e, f));
    t = t1(g, h, a, b, kw(isPadding, i + 24));
    f = i32x4.add(f, t);
    b = i32x4.add(t, t2(c, d, e));
    t = t1(f, g, h, a, kw(isPadding, i + 28));
    e = i32x4.add(e, t);
    a = i32x4.add(t, t2(b, c, d));
  }
  v128.store(STATE, i32x4.add(v128.load(STATE), a));
  v128.store(STATE + 16, i32x4.add(v128.load(STATE + 16), b));
  v128.store(STATE + 32, i32x4.add(v128.load(STATE + 32), c));
  v128.store(STATE + 48, i32x4.add(v128.load(STATE + 48), d));
  v128.store(STATE + 64, i32x4.add(v128.load(STATE + 64), e));
  v128.store(STATE + 80, i32x4.add(v128.load(STATE + 80), f));
  v128.store(STATE + 96, i32x4.add(v128.load(STATE + 96), g));
  v128.store(STATE + 112, i32x4.add(v128.load(STATE + 112), h));
}

function dataRounds(): void {
  rounds(false);
}

function paddingRounds(): void {
  rounds(true);
}

function reset(): void {
  v128.store(STATE, i32x4.splat(H0));
  v128.store(STATE + 16, i32x4.splat(H1));
  v128.store(STATE + 32, i32x4.splat(H2));
  v128.store(STATE + 48, i32x4.splat(H3));
  v128.store(STATE + 64, i32x4.splat(H4));
  v128.store(STATE + 80, i32x4.splat(H5));
  v128.store(STATE + 96, i32x4.splat(H6));
  v128.store(STATE + 112, i32x4.splat(H7));
}

// Four parents (128 bytes) of eight neighbouring nodes (256 bytes).
function hashFour(from: usize, to: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const piece = from + 16 * i;
    setWords(4 * i, piece, piece + 64, piece + 128, piece + 192);
  }
  expand();
  reset();
  dataRounds();
  paddingRounds();
  const last = STATE + 112;
  v128.store(last, v128.and(v128.load(last), i32x4.splat(LAST_WORD_MASK)));
  transposeOut(STATE, to);
  transposeOut(STATE + 64, to + 16);
}

// Words to bytes: four lanes of four words become 16 bytes of each of four hashes.
@inline function transposeOut(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + 16);
  const c = v128.load(from + 32);
  const d = v128.load(from + 48);
  const ab0 = v128.shuffle<u32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<u32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(to, bswapWords(v128.shuffle<u64>(ab0, cd0, 0, 2)));
  v128.store(to + 32, bswapWords(v128.shuffle<u64>(ab0, cd0, 1, 3)));
  v128.store(to + 64, bswapWords(v128.shuffle<u64>(ab1, cd1, 0, 2)));
  v128.store(to + 96, bswapWords(v128.shuffle<u64>(ab1, cd1, 1, 3)));
}

// Row above: `parents` nodes at `to` of the 2 · `parents` nodes at `from`. May write over its input.
export function hashRow(from: usize, parents: u32, to: usize): void {
  let left = parents;
  for (; left >= 4; left -= 4) {
    hashFour(from, to);
    from += 256;
    to += 128;
  }
  hashMessages(from, 64, left, to);
}

// Words `offset` to `offset` + 3 of four lanes, from 16 message bytes per lane.
@inline export function setWords(offset: usize, a: usize, b: usize, c: usize, d: usize): void {
  const to = W + 16 * offset;
  const wa = bswapWords(v128.load(a));
  const wb = bswapWords(v128.load(b));
  const wc = bswapWords(v128.load(c));
  const wd = bswapWords(v128.load(d));
  const ab0 = v128.shuffle<u32>(wa, wb, 0, 4, 1, 5);
  const ab1 = v128.shuffle<u32>(wa, wb, 2, 6, 3, 7);
  const cd0 = v128.shuffle<u32>(wc, wd, 0, 4, 1, 5);
  const cd1 = v128.shuffle<u32>(wc, wd, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<u64>(ab0, cd0, 0, 2));
  v128.store(to + 16, v128.shuffle<u64>(ab0, cd0, 1, 3));
  v128.store(to + 32, v128.shuffle<u64>(ab1, cd1, 0, 2));
  v128.store(to + 48, v128.shuffle<u64>(ab1, cd1, 1, 3));
}

// Schedules (W + K, interleaved, 1 KiB at `out`) of the four blocks whose words were set.
export function scheduleLanes(out: usize): void {
  expand();
  for (let t: usize = 0; t < 64; t++) {
    v128.store(out + 16 * t, i32x4.add(v128.load(W + 16 * t), v128.load32_splat(K + 4 * t)));
  }
}

// First compression of four messages at once: their 16 words are at `words`, lanes interleaved.
// Returns where the four states are.
export function firstBlocks(words: usize): usize {
  memory.copy(W, words, 256);
  expand();
  reset();
  dataRounds();
  return STATE;
}
