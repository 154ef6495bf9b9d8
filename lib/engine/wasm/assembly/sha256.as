// Scalar SHA-256 split into message schedules and compressions, so that a repeated block is
// scheduled once and compressed often. A schedule is 64 words W + K, 256 bytes.

import { H0, H1, H2, H3, H4, H5, H6, H7, K, LAST_WORD_MASK } from './constants';

const STATE: usize = memory.data(32, 16);
const W: usize = memory.data(256, 16);
const SCHEDULE: usize = memory.data(256, 16);

@inline function bswapWords(v: v128): v128 {
  return v128.shuffle<u8>(v, v, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}

// Byte-swaps 16 bytes from a message into schedule words.
@inline export function loadWords(from: usize, to: usize): void {
  v128.store(to, bswapWords(v128.load(from)));
}

// Expands the 16 words at `w` (room for 64) and stores W + K at `out`.
export function schedule(w: usize, out: usize): void {
  for (let t: usize = 64; t < 256; t += 4) {
    const w15 = load<u32>(w + t - 60);
    const w2 = load<u32>(w + t - 8);
    const s0 = rotr(w15, 7) ^ rotr(w15, 18) ^ (w15 >> 3);
    const s1 = rotr(w2, 17) ^ rotr(w2, 19) ^ (w2 >> 10);
    store<u32>(w + t, load<u32>(w + t - 64) + s0 + load<u32>(w + t - 28) + s1);
  }
  for (let t: usize = 0; t < 256; t += 16) {
    v128.store(out + t, i32x4.add(v128.load(w + t), v128.load(K + t)));
  }
}

// Schedules the 64 message bytes at `block`.
export function scheduleBlock(block: usize, out: usize): void {
  for (let i: usize = 0; i < 64; i += 16) loadWords(block + i, W + i);
  schedule(W, out);
}

@inline function sum1(e: u32): u32 {
  return rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
}

@inline function sum0(a: u32): u32 {
  return rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
}

@inline function ch(e: u32, f: u32, g: u32): u32 {
  return g ^ (e & (f ^ g));
}

@inline function maj(a: u32, b: u32, c: u32): u32 {
  return (a & b) | (c & (a | b));
}

export function reset(): void {
  store<u32>(STATE, H0);
  store<u32>(STATE, H1, 4);
  store<u32>(STATE, H2, 8);
  store<u32>(STATE, H3, 12);
  store<u32>(STATE, H4, 16);
  store<u32>(STATE, H5, 20);
  store<u32>(STATE, H6, 24);
  store<u32>(STATE, H7, 28);
}

// One compression with a prepared schedule whose words are `step` bytes apart. Eight rounds per
// turn, so that no variable moves.
@inline function compressWith(kw: usize, step: usize): void {
  let a = load<u32>(STATE);
  let b = load<u32>(STATE, 4);
  let c = load<u32>(STATE, 8);
  let d = load<u32>(STATE, 12);
  let e = load<u32>(STATE, 16);
  let f = load<u32>(STATE, 20);
  let g = load<u32>(STATE, 24);
  let h = load<u32>(STATE, 28);
  let t: u32;
  for (let i: usize = 0; i < 64 * step; i += 8 * step) {
    t = h + sum1(e) + ch(e, f, g) + load<u32>(kw + i);
    d += t;
    h = t + sum0(a) + maj(a, b, c);
    t = g + sum1(d) + ch(d, e, f) + load<u32>(kw + i + 1 * step);
    c += t;
    g = t + sum0(h) + maj(h, a, b);
    t = f + sum1(c) + ch(c, d, e) + load<u32>(kw + i + 2 * step);
    b += t;
    f = t + sum0(g) + maj(g, h, a);
    t = e + sum1(b) + ch(b, c, d) + load<u32>(kw + i + 3 * step);
    a += t;
    e = t + sum0(f) + maj(f, g, h);
    t = d + sum1(a) + ch(a, b, c) + load<u32>(kw + i + 4 * step);
    h += t;
    d = t + sum0(e) + maj(e, f, g);
    t = c + sum1(h) + ch(h, a, b) + load<u32>(kw + i + 5 * step);
    g += t;
    c = t + sum0(d) + maj(d, e, f);
    t = b + sum1(g) + ch(g, h, a) + load<u32>(kw + i + 6 * step);
    f += t;
    b = t + sum0(c) + maj(c, d, e);
    t = a + sum1(f) + ch(f, g, h) + load<u32>(kw + i + 7 * step);
    e += t;
    a = t + sum0(b) + maj(b, c, d);
  }
  store<u32>(STATE, load<u32>(STATE) + a);
  store<u32>(STATE, load<u32>(STATE, 4) + b, 4);
  store<u32>(STATE, load<u32>(STATE, 8) + c, 8);
  store<u32>(STATE, load<u32>(STATE, 12) + d, 12);
  store<u32>(STATE, load<u32>(STATE, 16) + e, 16);
  store<u32>(STATE, load<u32>(STATE, 20) + f, 20);
  store<u32>(STATE, load<u32>(STATE, 24) + g, 24);
  store<u32>(STATE, load<u32>(STATE, 28) + h, 28);
}

// With a schedule of its own.
export function compress(kw: usize): void {
  compressWith(kw, 4);
}

// With one lane of four interleaved schedules.
export function compressLane(kw: usize): void {
  compressWith(kw, 16);
}

// Continues from a lane of four interleaved states.
export function setState(states: usize): void {
  for (let i: usize = 0; i < 8; i++) store<u32>(STATE + 4 * i, load<u32>(states + 16 * i));
}

// Writes T(hash) of the present state to `out`.
export function finish(out: usize): void {
  store<u32>(STATE, load<u32>(STATE, 28) & LAST_WORD_MASK, 28);
  v128.store(out, bswapWords(v128.load(STATE)));
  v128.store(out + 16, bswapWords(v128.load(STATE + 16)));
}

// Schedule of the last block of a message of `bytes` bytes whose rest (0 or 32 bytes) is at `rest`.
export function scheduleLast(rest: usize, restBytes: usize, bytes: u32, out: usize): void {
  memory.fill(W, 0, 64);
  for (let i: usize = 0; i < restBytes; i += 16) loadWords(rest + i, W + i);
  store<u32>(W + restBytes, 0x80000000);
  store<u32>(W, bytes << 3, 60);
  schedule(W, out);
}

// T(SHA256(message)) of `count` messages of `bytes` bytes each (a multiple of 32) to 32-byte outputs.
export function hashMessages(from: usize, bytes: u32, count: u32, to: usize): void {
  const blocks = bytes >> 6;
  const rest: usize = bytes & 63;
  for (let m: u32 = 0; m < count; m++) {
    reset();
    for (let b: u32 = 0; b < blocks; b++) {
      scheduleBlock(from, SCHEDULE);
      compress(SCHEDULE);
      from += 64;
    }
    scheduleLast(from, rest, bytes, SCHEDULE);
    compress(SCHEDULE);
    from += rest;
    finish(to);
    to += 32;
  }
}
