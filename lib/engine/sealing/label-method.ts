import { hash } from 'node:crypto';
import { NODE_BYTES } from '../../core/proofs/sdr';
import type { Kernel } from '../wasm/kernel';

/** Messages that the kernel lays out at a time. */
const BATCH = 32;
const MESSAGE_BYTES = 1248;
const HEADER_BYTES = 64;
/** T() on the last byte of a hash. */
const LAST_BYTE_MASK = 0x3f;

/**
 * How labels are hashed: by OpenSSL, which uses the SHA instructions of a CPU that has them, or by
 * the WASM kernel, which schedules the repeated parents once and needs no such instructions.
 */
export type LabelMethod = 'openssl' | 'wasm';

/** Everything about one layer in the kernel's memory. */
export interface LayerPlace {
  replica: number;
  layer: number;
  now: number;
  before: number;
}

/** Labels nodes [from, to) of a layer; all lower ones must be there, `from` a multiple of 4. */
export type Labeller = (from: number, to: number) => void;

function wasmLabeller({ call }: Kernel, { replica, layer, now, before }: LayerPlace): Labeller {
  call.initLayer(replica, layer, now, before);
  return (from, to) => call.labelRange(from, to);
}

function opensslLabeller(kernel: Kernel, place: LayerPlace, nodes: number): Labeller {
  const { call } = kernel;
  call.initMessages(place.replica, place.layer, place.now, place.before);
  const messages = Array.from({ length: BATCH }, (_, i) =>
    kernel.view(call.messageAt(i), MESSAGE_BYTES),
  );
  const labels = kernel.view(place.now, nodes * NODE_BYTES);
  // A string costs less than the array that OpenSSL's result would be put into.
  const label = (message: Uint8Array, v: number) => {
    const digest = hash('sha256', message, 'binary');
    const at = v * NODE_BYTES;
    for (let i = 0; i < NODE_BYTES; i++) labels[at + i] = digest.charCodeAt(i);
    labels[at + NODE_BYTES - 1]! &= LAST_BYTE_MASK;
  };
  return (from, to) => {
    for (let start = from; start < to; start += BATCH) {
      const count = Math.min(BATCH, to - start);
      call.startBatch(start, count);
      for (let i = 0; i < count; i++) {
        const message = messages[i]!;
        if (start + i === 0) {
          label(message.subarray(0, HEADER_BYTES), 0);
        } else {
          call.finishMessage(i);
          label(message, start + i);
        }
      }
    }
  };
}

/** Prepares the labelling of a layer. Its result dies when the kernel's memory grows. */
export function labellerOf(
  method: LabelMethod,
  kernel: Kernel,
  place: LayerPlace,
  nodes: number,
): Labeller {
  return method === 'wasm' ? wasmLabeller(kernel, place) : opensslLabeller(kernel, place, nodes);
}
