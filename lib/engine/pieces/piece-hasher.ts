import { AppError } from '../../core/errors';
import {
  hashPair,
  NODE_BYTES,
  nodesOf,
  pieceCidV1,
  pieceCidV2,
  zeroRoot,
} from '../../core/proofs/sdr';
import { chunkLeaves } from '../trees/tree-writer';
import { nodeSha256 } from '../verify/node-sha256';
import { Kernel } from '../wasm/kernel';

/** Commitment to a payload that is zero-extended to a whole sector. */
export interface PieceCommitment {
  /** 32 bytes: root of the piece, CommD of the sector. */
  commD: Uint8Array;
  pieceCidV1: string;
  pieceCidV2: string;
  payloadBytes: number;
}

const MIN_PIECE_BYTES = 128;
const MAX_PIECE_BYTES = 2 ** 36;

/** Payload bytes of a piece after fr32 padding. @throws AppError `SECTOR_BAD_SIZE` */
function pieceCapacity(paddedBytes: number): number {
  const isSize = paddedBytes >= MIN_PIECE_BYTES && paddedBytes <= MAX_PIECE_BYTES;
  if (!isSize || !Number.isInteger(Math.log2(paddedBytes))) {
    throw new AppError('SECTOR_BAD_SIZE', 'A piece is a power of two from 128 bytes to 64 GiB.', {
      details: { paddedBytes },
    });
  }
  return (paddedBytes / 128) * 127;
}

/** Size of the smallest piece that holds a payload. */
export function smallestPiece(payloadBytes: number): number {
  let paddedBytes = MIN_PIECE_BYTES;
  while ((paddedBytes / 128) * 127 < payloadBytes) paddedBytes *= 2;
  return paddedBytes;
}

let sharedKernel: { kernel: Kernel; payload: number; padded: number } | undefined;

/** Scratch memory for one chunk; calls never interleave because hashing a chunk is synchronous. */
function scratch() {
  if (!sharedKernel) {
    const kernel = new Kernel();
    const leaves = chunkLeaves(Number.POSITIVE_INFINITY);
    const padded = kernel.allocate(leaves * NODE_BYTES);
    sharedKernel = { kernel, padded, payload: kernel.allocate(leaves * NODE_BYTES) };
  }
  return sharedKernel;
}

/** Streaming CommD in constant memory: pads, hashes chunk by chunk, keeps one root per level. */
export class PieceHasher {
  private readonly capacity: number;
  private readonly depth: number;
  private readonly chunkLevel: number;
  private readonly pending: Uint8Array;
  private filled = 0;
  private total = 0;
  /** roots[level] is the finished left subtree that waits for its right sibling. */
  private readonly roots: (Uint8Array | undefined)[] = [];

  /**
   * @param paddedBytes - the piece: a power of two from 128 bytes to 64 GiB; a sector's size for its CommD
   * @throws AppError `SECTOR_BAD_SIZE`
   */
  constructor(private readonly paddedBytes: number) {
    this.capacity = pieceCapacity(paddedBytes);
    const leaves = chunkLeaves(nodesOf(paddedBytes));
    this.depth = Math.log2(nodesOf(paddedBytes));
    this.chunkLevel = Math.log2(leaves);
    this.pending = new Uint8Array((leaves / 4) * 127);
  }

  /** Adds payload bytes. @throws AppError `ENGINE_PAYLOAD_TOO_LARGE` */
  update(data: Uint8Array): this {
    this.total += data.length;
    if (this.total > this.capacity) {
      throw new AppError('ENGINE_PAYLOAD_TOO_LARGE', 'The payload does not fit the piece.', {
        details: { paddedBytes: this.paddedBytes },
      });
    }
    for (let at = 0; at < data.length; ) {
      const part = data.subarray(at, at + this.pending.length - this.filled);
      this.pending.set(part, this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === this.pending.length) this.flush();
    }
    return this;
  }

  /** The commitment to what was added, zero-extended to the sector. Ends the hasher. */
  digest(): PieceCommitment {
    if (this.filled > 0) {
      this.pending.fill(0, this.filled);
      this.flush();
    }
    const commD = this.rootWithZeros();
    return {
      commD,
      pieceCidV1: pieceCidV1(commD),
      pieceCidV2: pieceCidV2(commD, this.total, this.paddedBytes),
      payloadBytes: this.total,
    };
  }

  private flush(): void {
    this.filled = 0;
    let level = this.chunkLevel;
    let root = this.chunkRoot();
    for (let left = this.roots[level]; left; left = this.roots[level]) {
      this.roots[level] = undefined;
      root = hashPair(left, root, nodeSha256);
      level++;
    }
    this.roots[level] = root;
  }

  private chunkRoot(): Uint8Array {
    const { kernel, payload, padded } = scratch();
    kernel.view(payload, this.pending.length).set(this.pending);
    kernel.call.fr32Pad(payload, padded, this.pending.length / 127);
    for (let count = 2 ** (this.chunkLevel - 1); count >= 1; count /= 2) {
      kernel.call.hashRow(padded, count, padded);
    }
    return kernel.view(padded, NODE_BYTES).slice();
  }

  private rootWithZeros(): Uint8Array {
    const complete = this.roots[this.depth];
    if (complete) return Uint8Array.from(complete);
    let right: Uint8Array | undefined;
    for (let level = this.chunkLevel; level < this.depth; level++) {
      const left = this.roots[level] ?? right;
      if (!left) continue;
      const other = this.roots[level] ? right : undefined;
      right = hashPair(left, other ?? zeroRoot(level), nodeSha256);
    }
    return Uint8Array.from(right ?? zeroRoot(this.depth));
  }
}
