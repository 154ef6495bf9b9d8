import { NODE_BYTES } from '../../core/proofs/sdr';
import { writeFully } from '../files/atomic';
import type { Kernel } from '../wasm/kernel';
import type { TreeLayout } from './tree-layout';

/** Leaves that are worked on at a time: 1 MiB. */
const CHUNK_LEAVES = 2 ** 15;

/** Leaves per chunk for a sector, a power of two. */
export function chunkLeaves(nodes: number): number {
  return Math.min(nodes, CHUNK_LEAVES);
}

/** Builds the stored rows of a tree from its leaves, chunk by chunk, in constant memory. */
export class TreeWriter {
  private readonly scratch: number;
  private readonly tops: number;
  private readonly chunk: number;
  private chunks = 0;

  constructor(
    private readonly kernel: Kernel,
    private readonly layout: TreeLayout,
    private readonly fd: number,
  ) {
    this.chunk = chunkLeaves(layout.nodes);
    this.scratch = kernel.allocate((this.chunk / 2) * NODE_BYTES);
    this.tops = kernel.allocate((layout.nodes / this.chunk) * NODE_BYTES);
  }

  /** Adds the next chunk of leaves, which are in the kernel's memory at `leaves`. */
  add(leaves: number): void {
    let from = leaves;
    let row = 1;
    for (let count = this.chunk / 2; count >= 1; count /= 2, row++) {
      this.kernel.call.hashRow(from, count, this.scratch);
      from = this.scratch;
      this.store(row, this.chunks * count, this.scratch, count);
    }
    const top = this.kernel.view(this.scratch, NODE_BYTES);
    this.kernel.view(this.tops + this.chunks * NODE_BYTES, NODE_BYTES).set(top);
    this.chunks++;
  }

  /** Completes the rows above the chunks; returns the root. */
  finish(): Uint8Array {
    let row = Math.log2(this.chunk) + 1;
    for (let count = this.chunks / 2; count >= 1; count /= 2, row++) {
      this.kernel.call.hashRow(this.tops, count, this.tops);
      this.store(row, 0, this.tops, count);
    }
    return this.kernel.view(this.tops, NODE_BYTES).slice();
  }

  private store(row: number, index: number, from: number, count: number): void {
    if (row < this.layout.firstRow) return;
    const position = this.layout.offsetOf(row) + index * NODE_BYTES;
    writeFully(this.fd, this.kernel.view(from, count * NODE_BYTES), position);
  }
}
