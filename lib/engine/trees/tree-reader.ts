import { NODE_BYTES, type TreePosition } from '../../core/proofs/sdr';
import { readFully } from '../files/read';
import type { Kernel } from '../wasm/kernel';
import type { TreeLayout } from './tree-layout';

/** Puts `count` leaves from number `first` on into the kernel's memory at `to`. */
export type LeafLoader = (first: number, count: number, to: number) => void;

/** Loader for leaves that are a file's bytes. */
export function fileLeaves(kernel: Kernel, fd: number): LeafLoader {
  return (first, count, to) => {
    readFully(fd, kernel.view(to, count * NODE_BYTES), first * NODE_BYTES);
  };
}

/** Reads single nodes of a stored tree; those of dropped rows are recomputed from the leaves. */
export class TreeReader {
  private readonly scratch: number;

  constructor(
    private readonly kernel: Kernel,
    private readonly layout: TreeLayout,
    private readonly fd: number,
    private readonly loadLeaves: LeafLoader,
  ) {
    this.scratch = kernel.allocate(2 ** (layout.firstRow - 1) * NODE_BYTES);
  }

  /** The node at a position, 32 bytes. */
  node({ level, index }: TreePosition): Uint8Array {
    if (level < this.layout.firstRow) return this.recompute(level, index);
    const node = new Uint8Array(NODE_BYTES);
    readFully(this.fd, node, this.layout.offsetOf(level) + index * NODE_BYTES);
    return node;
  }

  /** All nodes of a leaf's path, from its sibling upwards. */
  path(leaf: number): Uint8Array[] {
    return Array.from({ length: this.layout.depth }, (_, level) => {
      const index = Math.floor(leaf / 2 ** level);
      return this.node({ level, index: index % 2 === 0 ? index + 1 : index - 1 });
    });
  }

  private recompute(level: number, index: number): Uint8Array {
    let count = 2 ** level;
    this.loadLeaves(index * count, count, this.scratch);
    for (count /= 2; count >= 1; count /= 2) {
      this.kernel.call.hashRow(this.scratch, count, this.scratch);
    }
    return this.kernel.view(this.scratch, NODE_BYTES).slice();
  }
}
