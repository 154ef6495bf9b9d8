// Labels of one layer. The 37 hashed parents are 7 blocks repeated (3 in layer 1), so that few
// message schedules serve 20 compressions.

import { baseParents, expanderParents, PARENTS } from './parents';
import { compress, compressLane, finish, scheduleLast, setState } from './sha256';
import { firstBlocks, scheduleLanes, setWords } from './sha256x4';

// 16 header words of four neighbouring nodes, lanes interleaved.
const HEADERS: usize = memory.data(256, 16);
const STATES: usize = memory.data(128, 16);
// Two groups of four schedules: the parents' blocks, and the last block in the last lane used.
const GROUP: usize = 1024;
const SCHEDULES: usize = memory.data(2048, 16);
// Behind the last parent: the padding of a message of 1248 bytes.
const TAIL: usize = memory.data<u8>([
  0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x27, 0,
], 16);

let current: usize = 0;
let previous: usize = 0;
let layerNumber: u32 = 0;

// `now` and `before`: labels of this layer and of the one before, 32 bytes per node.
export function initLayer(replicaId: usize, layer: u32, now: usize, before: usize): void {
  memory.fill(HEADERS, 0, 256);
  for (let i: usize = 0; i < 8; i++) {
    v128.store(HEADERS + 16 * i, i32x4.splat(bswap<u32>(load<u32>(replicaId + 4 * i))));
  }
  v128.store(HEADERS + 128, i32x4.splat(layer));
  layerNumber = layer;
  current = now;
  previous = before;
}

@inline function base(i: usize): usize {
  return current + (<usize>load<u32>(PARENTS + 4 * i) << 5);
}

@inline function expander(i: usize): usize {
  return previous + (<usize>load<u32>(PARENTS + 24 + 4 * i) << 5);
}

// First halves of four blocks.
@inline function setLeft(a: usize, b: usize, c: usize, d: usize): void {
  setWords(0, a, b, c, d);
  setWords(4, a + 16, b + 16, c + 16, d + 16);
}

// Second halves of four blocks.
@inline function setRight(a: usize, b: usize, c: usize, d: usize): void {
  setWords(8, a, b, c, d);
  setWords(12, a + 16, b + 16, c + 16, d + 16);
}

// Hashes the header blocks of nodes v … v + 3.
function startHashes(v: u32): void {
  // The node number is a u64 in words 9 and 10; sectors have fewer than 2^32 nodes.
  v128.store(HEADERS + 160, i32x4.add(i32x4.splat(v), i32x4(0, 1, 2, 3)));
  memory.copy(STATES, firstBlocks(HEADERS), 128);
}

function firstNode(): void {
  setState(STATES);
  scheduleLast(HEADERS, 0, 64, SCHEDULES);
  compress(SCHEDULES);
}

function firstLayerNode(v: u32): void {
  baseParents(v);
  setLeft(base(0), base(2), base(4), base(0));
  setRight(base(1), base(3), base(5), TAIL);
  scheduleLanes(SCHEDULES);
  setState(STATES + 4 * <usize>(v & 3));
  for (let i = 0; i < 6; i++) {
    compressLane(SCHEDULES);
    compressLane(SCHEDULES + 4);
    compressLane(SCHEDULES + 8);
  }
  compressLane(SCHEDULES + 12);
}

function laterLayerNode(v: u32): void {
  baseParents(v);
  expanderParents(v);
  setLeft(base(0), base(2), base(4), expander(0));
  setRight(base(1), base(3), base(5), expander(1));
  scheduleLanes(SCHEDULES);
  setLeft(expander(2), expander(4), expander(6), expander(2));
  setRight(expander(3), expander(5), expander(7), TAIL);
  scheduleLanes(SCHEDULES + GROUP);
  setState(STATES + 4 * <usize>(v & 3));
  for (let i = 0; i < 2; i++) {
    compressFirstFour();
    compressLane(SCHEDULES + GROUP);
    compressLane(SCHEDULES + GROUP + 4);
    compressLane(SCHEDULES + GROUP + 8);
  }
  compressFirstFour();
  compressLane(SCHEDULES + GROUP + 12);
}

function compressFirstFour(): void {
  compressLane(SCHEDULES);
  compressLane(SCHEDULES + 4);
  compressLane(SCHEDULES + 8);
  compressLane(SCHEDULES + 12);
}

// Labels of nodes [from, to), in order; all lower nodes of this layer must be there. `from` is a
// multiple of four.
export function labelRange(from: u32, to: u32): void {
  for (let v = from; v < to; v++) {
    if ((v & 3) == 0) startHashes(v);
    if (v == 0) firstNode();
    else if (layerNumber == 1) firstLayerNode(v);
    else laterLayerNode(v);
    finish(current + (<usize>v << 5));
  }
}
