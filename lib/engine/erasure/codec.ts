import { AppError } from '../../core/errors';
import { Kernel } from '../wasm/kernel';
import { multiply } from './gf256';
import { generatorMatrix, recoveryRows } from './matrix';

/** Bytes of one shard in one stripe (the last stripe of a shard may be shorter). */
export const STRIPE_BYTES = 64 * 1024;
const MAX_SHARDS = 255;
const TABLE_BYTES = 32;
const VECTOR_BYTES = 16;

/** k data shards of n. */
export interface CodeShape {
  k: number;
  n: number;
}

/** @throws AppError `ERASURE_BAD_SHAPE` unless 1 ≤ k ≤ n ≤ 255 */
export function assertShape({ k, n }: CodeShape): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || k < 1 || n < k || n > MAX_SHARDS) {
    throw new AppError('ERASURE_BAD_SHAPE', 'Redundancy needs 1 ≤ k ≤ n ≤ 255.', {
      details: { k, n },
    });
  }
}

/** Products of a factor with every low and every high half-byte. */
function tablesOf(factor: number): Uint8Array {
  return Uint8Array.from({ length: TABLE_BYTES }, (_, i) =>
    multiply(factor, i < VECTOR_BYTES ? i : (i - VECTOR_BYTES) << 4),
  );
}

/** One block as a combination of others. */
interface Combination {
  target: number;
  terms: { source: number; tables: number }[];
}

/**
 * Works on one stripe at a time: n blocks in the kernel's memory, data blocks first. Callers read
 * and write the blocks in place.
 */
export class StripeCodec {
  private readonly kernel = new Kernel();
  private readonly blocks: number;
  private readonly combinations: Combination[];

  /** Combines `sources` into `targets` by the rows of a matrix. */
  private constructor(
    private readonly shape: CodeShape,
    sources: readonly number[],
    targets: readonly number[],
    rows: readonly number[][],
  ) {
    this.blocks = this.kernel.allocate(shape.n * STRIPE_BYTES);
    this.combinations = targets.map((target, i) => ({
      target,
      terms: sources.map((source, column) => ({
        source,
        tables: this.kernel.put(tablesOf(rows[i]![column]!)),
      })),
    }));
  }

  /** A codec whose `run` computes the parity blocks from the data blocks. */
  static encoder(shape: CodeShape): StripeCodec {
    const { k, n } = shape;
    const all = Array.from({ length: n }, (_, i) => i);
    return new StripeCodec(shape, all.slice(0, k), all.slice(k), generatorMatrix(k, n).slice(k));
  }

  /** A codec whose `run` computes the missing data blocks from the k blocks `present`. */
  static restorer(shape: CodeShape, present: readonly number[]): StripeCodec {
    const { k, n } = shape;
    const data = Array.from({ length: k }, (_, i) => i);
    const missing = data.filter((block) => !present.includes(block));
    const rows = missing.length === 0 ? [] : recoveryRows(k, n, present, missing);
    return new StripeCodec(shape, present, missing, rows);
  }

  /** The first `bytes` of a block; valid as long as the codec. */
  block(index: number, bytes: number): Uint8Array {
    return this.kernel.view(this.addressOf(index), bytes);
  }

  /** Computes the target blocks of this stripe, `bytes` each. */
  run(bytes: number): void {
    const whole = Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
    for (const { target, terms } of this.combinations) {
      const to = this.addressOf(target);
      this.kernel.view(to, whole).fill(0);
      for (const { source, tables } of terms) {
        this.kernel.call.mulAdd(this.addressOf(source), to, whole, tables);
      }
    }
  }

  private addressOf(index: number): number {
    if (index < 0 || index >= this.shape.n) throw new RangeError('no such block');
    return this.blocks + index * STRIPE_BYTES;
  }
}
