// Kernel of the engine. Callers own the memory from __heap_base on and pass plain addresses.

import { initPadding } from './sha256x4';

export { decode, encode, fr32Pad, fr32Unpad, spread } from './fr32';
export { mulAdd } from './gf256';
export { initLayer, labelRange } from './labels';
export { finishMessage, initMessages, messageAt, startBatch } from './messages';
export { initGraph, parents } from './parents';
export { hashMessages } from './sha256';
export { hashRow } from './sha256x4';

// First address that belongs to the caller.
export function heapBase(): usize {
  return __heap_base;
}

initPadding();
