import {
  drgSeedOf,
  feistelHalfBits,
  NODE_BYTES,
  nodesOf,
  porepId,
  type SealParams,
} from '../../core/proofs/sdr';
import { nodeSha256 } from '../verify/node-sha256';
import { Kernel } from '../wasm/kernel';
import { fasterLabelMethod } from './choose-method';
import { feistelTables } from './feistel-tables';
import { type LabelMethod, labellerOf } from './label-method';

/** Nodes labelled between two reports: about 50 ms of work. */
const BATCH_NODES = 2 ** 14;

/**
 * Computes labels layer by layer in WASM memory, holding two layers at a time: 2 × sectorBytes, the
 * only big memory of the engine.
 */
export class LabelMachine {
  private readonly kernel = new Kernel();
  private readonly nodes: number;
  private readonly replica: number;
  private now: number;
  private before = 0;
  private layer = 0;

  constructor(
    private readonly params: SealParams,
    replicaId: Uint8Array,
    id: Uint8Array = porepId(params.sectorBytes, params.layers),
    private readonly method: LabelMethod = fasterLabelMethod(params),
  ) {
    this.nodes = nodesOf(params.sectorBytes);
    this.replica = this.kernel.put(replicaId);
    const seed = this.kernel.put(drgSeedOf(id, nodeSha256));
    const tables = this.kernel.put(feistelTables(id, this.nodes));
    this.kernel.call.initGraph(seed, this.nodes, feistelHalfBits(this.nodes), tables);
    this.now = this.kernel.allocate(params.sectorBytes);
  }

  /** The layer that is in memory, 0 if none. */
  get currentLayer(): number {
    return this.layer;
  }

  /** Makes room for the next layer: the present one becomes the layer before. */
  private advance(): void {
    if (this.layer > 0) {
      const free = this.before === 0 ? this.kernel.allocate(this.params.sectorBytes) : this.before;
      this.before = this.now;
      this.now = free;
    }
    this.layer++;
  }

  /** Takes the labels of a layer from elsewhere instead of computing them. */
  load(layer: number, read: (into: Uint8Array) => void): void {
    this.layer = layer;
    read(this.kernel.view(this.now, this.params.sectorBytes));
  }

  /** Computes the next layer; `onBatch` sees every finished run of labels and its first node. */
  next(onBatch: (labels: Uint8Array, firstNode: number) => void): void {
    this.advance();
    const { kernel, layer, replica, now, before } = this;
    const label = labellerOf(this.method, kernel, { replica, layer, now, before }, this.nodes);
    for (let from = 0; from < this.nodes; from += BATCH_NODES) {
      const to = Math.min(from + BATCH_NODES, this.nodes);
      label(from, to);
      onBatch(this.labels(from, to - from), from);
    }
  }

  /** A view of labels of the present layer. */
  labels(firstNode: number, count: number): Uint8Array {
    return this.kernel.view(this.now + firstNode * NODE_BYTES, count * NODE_BYTES);
  }
}
