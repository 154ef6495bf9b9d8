// Labels of one layer. The 37 hashed parents are 7 blocks repeated (3 in layer 1), so that few
// message schedules serve 20 compressions.

import { baseParents, expanderParents, PARENTS } from './parents';
import { compress, finish, loadWords, reset, schedule, scheduleLast } from './sha256';

const MESSAGE_BYTES: u32 = 1248;
const HEADER: usize = memory.data(256, 16);
const WORDS: usize = memory.data(256, 16);
const SCHEDULES: usize = memory.data(256 * 9, 16);
const HEADER_SCHEDULE: usize = memory.data(256, 16);

let current: usize = 0;
let previous: usize = 0;
let layerNumber: u32 = 0;

// `now` and `before`: labels of this layer and of the one before, 32 bytes per node.
export function initLayer(replicaId: usize, layer: u32, now: usize, before: usize): void {
  memory.fill(HEADER, 0, 64);
  loadWords(replicaId, HEADER);
  loadWords(replicaId + 16, HEADER + 16);
  store<u32>(HEADER, layer, 32);
  layerNumber = layer;
  current = now;
  previous = before;
}

@inline function parentAt(i: usize, base: usize): usize {
  return base + (<usize>load<u32>(PARENTS + 4 * i) << 5);
}

@inline function scheduleParents(i: usize, left: usize, right: usize): void {
  loadWords(left, WORDS);
  loadWords(left + 16, WORDS + 16);
  loadWords(right, WORDS + 32);
  loadWords(right + 16, WORDS + 48);
  schedule(WORDS, SCHEDULES + 256 * i);
}

function startHash(v: u32): void {
  // The node number is a u64 in words 9 and 10; sectors have fewer than 2^32 nodes.
  store<u32>(HEADER, v, 40);
  schedule(HEADER, HEADER_SCHEDULE);
  reset();
  compress(HEADER_SCHEDULE);
}

function firstNode(): void {
  startHash(0);
  scheduleLast(HEADER, 0, 64, SCHEDULES);
  compress(SCHEDULES);
  finish(current);
}

function firstLayerNode(v: u32): void {
  baseParents(v);
  for (let i: usize = 0; i < 3; i++) {
    scheduleParents(i, parentAt(2 * i, current), parentAt(2 * i + 1, current));
  }
  scheduleLast(parentAt(0, current), 32, MESSAGE_BYTES, SCHEDULES + 256 * 3);
  startHash(v);
  for (let i = 0; i < 6; i++) {
    compress(SCHEDULES);
    compress(SCHEDULES + 256);
    compress(SCHEDULES + 512);
  }
  compress(SCHEDULES + 256 * 3);
}

function laterLayerNode(v: u32): void {
  baseParents(v);
  expanderParents(v);
  for (let i: usize = 0; i < 3; i++) {
    scheduleParents(i, parentAt(2 * i, current), parentAt(2 * i + 1, current));
  }
  for (let i: usize = 3; i < 7; i++) {
    scheduleParents(i, parentAt(2 * i, previous), parentAt(2 * i + 1, previous));
  }
  scheduleLast(parentAt(8, previous), 32, MESSAGE_BYTES, SCHEDULES + 256 * 7);
  startHash(v);
  for (let i: usize = 0; i < 14; i++) compress(SCHEDULES + 256 * (i % 7));
  for (let i: usize = 0; i < 4; i++) compress(SCHEDULES + 256 * i);
  compress(SCHEDULES + 256 * 7);
}

// Labels of nodes [from, to), in order; all lower nodes of this layer must be there.
export function labelRange(from: u32, to: u32): void {
  let v = from;
  if (v == 0 && to > 0) {
    firstNode();
    v = 1;
  }
  for (; v < to; v++) {
    if (layerNumber == 1) firstLayerNode(v);
    else laterLayerNode(v);
    finish(current + (<usize>v << 5));
  }
}
