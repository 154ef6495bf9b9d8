// Messages of labels for a hash function outside: whole batches are laid out ahead, so that the
// reads of far parents overlap; the parents inside the layer follow when their labels are there.

import { baseParents, expanderParents, PARENTS } from './parents';

export const MESSAGE_BYTES: usize = 1248;
const STRIDE: usize = 1280;
const BATCH: usize = 32;
const MESSAGES: usize = memory.data(40960, 64);
// Base parents of each node of the batch.
const BASE: usize = memory.data(1024, 16);
// Keeps the reads ahead from being optimised away.
const TOUCHED: usize = memory.data(16, 16);

let current: usize = 0;
let previous: usize = 0;
let layerNumber: u32 = 0;
let firstNode: u32 = 0;

// Where message `i` of a batch is; each has a header of 64 bytes and 37 labels.
export function messageAt(i: u32): usize {
  return MESSAGES + STRIDE * <usize>i;
}

export function initMessages(replicaId: usize, layer: u32, now: usize, before: usize): void {
  for (let i: usize = 0; i < BATCH; i++) {
    const at = MESSAGES + STRIDE * i;
    memory.fill(at, 0, MESSAGE_BYTES);
    memory.copy(at, replicaId, 32);
    store<u32>(at, bswap<u32>(layer), 32);
  }
  layerNumber = layer;
  current = now;
  previous = before;
}

@inline function copyLabel(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

// Expander parents are places 6 … 13 of 14; the list of 37 holds them twice and the first three again.
@inline function placeExpander(at: usize): void {
  const list = at + 64;
  for (let i: usize = 0; i < 8; i++) {
    const from = previous + (<usize>load<u32>(PARENTS + 24 + 4 * i) << 5);
    const low = v128.load(from);
    const high = v128.load(from, 16);
    const to = list + 32 * (6 + i);
    v128.store(to, low);
    v128.store(to, high, 16);
    v128.store(to, low, 448);
    v128.store(to, high, 464);
    if (i < 3) {
      v128.store(to, low, 896);
      v128.store(to, high, 912);
    }
  }
}

// Lays out the messages of nodes [from, from + count), at most a batch, except for base parents.
export function startBatch(from: u32, count: u32): void {
  let touched: u32 = 0;
  firstNode = from;
  for (let i: u32 = 0; i < count; i++) {
    const v = from + i;
    const at = messageAt(i);
    store<u32>(at, bswap<u32>(v), 40);
    baseParents(v);
    if (layerNumber > 1) {
      expanderParents(v);
      placeExpander(at);
    }
    const base = BASE + 32 * <usize>i;
    memory.copy(base, PARENTS, 24);
    for (let j: usize = 4; j < 24; j += 4) {
      touched ^= load<u32>(current + (<usize>load<u32>(base + j) << 5));
    }
  }
  store<u32>(TOUCHED, touched);
}

// Completes message `i` of the batch; all lower nodes of the layer must be labelled.
export function finishMessage(i: u32): void {
  const base = BASE + 32 * <usize>i;
  let to = messageAt(i) + 64;
  if (layerNumber > 1) {
    for (let j: usize = 0; j < 24; j += 4) {
      const from = current + (<usize>load<u32>(base + j) << 5);
      const low = v128.load(from);
      const high = v128.load(from, 16);
      v128.store(to, low);
      v128.store(to, high, 16);
      v128.store(to, low, 448);
      v128.store(to, high, 464);
      v128.store(to, low, 896);
      v128.store(to, high, 912);
      to += 32;
    }
    return;
  }
  for (let j: usize = 0; j < 24; j += 4) {
    const from = current + (<usize>load<u32>(base + j) << 5);
    for (let k: usize = 0; k < 6; k++) copyLabel(from, to + 192 * k);
    to += 32;
  }
  copyLabel(messageAt(i) + 64, messageAt(i) + 64 + 32 * 36);
}
