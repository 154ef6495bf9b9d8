import { KERNEL_BASE64 } from './kernel-bytes';

const PAGE_BYTES = 65_536;

/** Functions of the compiled kernel; every argument is an address, a count or a number. */
interface KernelExports {
  memory: WebAssembly.Memory;
  start(): void;
  heapBase(): number;
  decode(sealed: number, key: number, to: number, count: number): number;
  encode(data: number, key: number, to: number, count: number): void;
  finishMessage(i: number): void;
  fr32Pad(from: number, to: number, quads: number): void;
  fr32Unpad(from: number, to: number, quads: number): void;
  hashMessages(from: number, bytes: number, count: number, to: number): void;
  hashRow(from: number, parents: number, to: number): void;
  initGraph(seed: number, nodes: number, halfBits: number, tables: number): void;
  initLayer(replicaId: number, layer: number, now: number, before: number): void;
  initMessages(replicaId: number, layer: number, now: number, before: number): void;
  labelRange(from: number, to: number): void;
  messageAt(i: number): number;
  mulAdd(from: number, to: number, bytes: number, tables: number): void;
  parents(node: number, to: number): void;
  startBatch(from: number, count: number): void;
  spread(from: number, to: number, stride: number, count: number): void;
}

let compiled: WebAssembly.Module | undefined;

/**
 * One instance of the WASM kernel with its own memory. Memory only grows: drop the instance to give
 * it back. Not to be shared by operations that interleave.
 */
export class Kernel {
  readonly call: KernelExports;
  private next: number;

  constructor() {
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
    const instance = new WebAssembly.Instance(compiled);
    this.call = instance.exports as unknown as KernelExports;
    this.call.start();
    this.next = this.call.heapBase();
  }

  /** Reserves `bytes` zero bytes, aligned to 64; returns their address. */
  allocate(bytes: number): number {
    const at = Math.ceil(this.next / 64) * 64;
    this.next = at + bytes;
    const missing = this.next - this.call.memory.buffer.byteLength;
    if (missing > 0) this.call.memory.grow(Math.ceil(missing / PAGE_BYTES));
    return at;
  }

  /** The bytes at an address. The view dies with the next {@link allocate}: do not keep it. */
  view(at: number, bytes: number): Uint8Array {
    return new Uint8Array(this.call.memory.buffer, at, bytes);
  }

  /** Copies `bytes` to newly reserved memory. */
  put(bytes: Uint8Array): number {
    const at = this.allocate(bytes.length);
    this.view(at, bytes.length).set(bytes);
    return at;
  }
}
