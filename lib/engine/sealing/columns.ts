import { NODE_BYTES } from '../../core/proofs/sdr';
import { readFully } from '../files/read';
import type { LeafLoader } from '../trees/tree-reader';
import type { Kernel } from '../wasm/kernel';

/**
 * Loads leaves of the column tree: T(SHA256(label_1 ‖ … ‖ label_L)) of each node, from the files of
 * the layers.
 *
 * @param most - most leaves that will be asked for at a time
 */
export function columnLeaves(
  kernel: Kernel,
  layerFds: readonly number[],
  most: number,
): LeafLoader {
  const layers = layerFds.length;
  const labels = kernel.allocate(most * NODE_BYTES);
  const columns = kernel.allocate(most * NODE_BYTES * layers);
  return (first, count, to) => {
    layerFds.forEach((fd, i) => {
      readFully(fd, kernel.view(labels, count * NODE_BYTES), first * NODE_BYTES);
      kernel.call.spread(labels, columns + i * NODE_BYTES, layers, count);
    });
    // Two labels are one 64-byte message, for which there is a faster function.
    if (layers === 2) kernel.call.hashRow(columns, count, to);
    else kernel.call.hashMessages(columns, layers * NODE_BYTES, count, to);
  };
}
