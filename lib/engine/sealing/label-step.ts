import { NODE_BYTES, type SealParams } from '../../core/proofs/sdr';
import { isComplete, writeAtomic, writeFully } from '../files/atomic';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { LabelMachine } from './label-machine';
import type { Report } from './report';

/**
 * Steps 2 … L+1: labels of each layer, one file per layer. Starts behind the last layer that is
 * complete.
 *
 * @param reports - one per layer
 */
export function labelSteps(
  dir: string,
  params: SealParams,
  replicaId: Uint8Array,
  reports: readonly Report[],
): void {
  const files = sectorFiles(dir);
  let done = 0;
  while (done < params.layers && isComplete(files.layer(done + 1), params.sectorBytes)) done++;
  if (done === params.layers) return;
  const machine = new LabelMachine(params, replicaId);
  if (done > 0) {
    withFiles([files.layer(done)], ([fd]) => {
      machine.load(done, (into) => readFully(fd!, into, 0));
    });
  }
  for (let layer = done + 1; layer <= params.layers; layer++) {
    reports[layer - 1]!(0);
    writeAtomic(files.layer(layer), (fd) => {
      machine.next((labels, firstNode) => {
        writeFully(fd, labels, firstNode * NODE_BYTES);
        reports[layer - 1]!((firstNode * NODE_BYTES + labels.length) / params.sectorBytes);
      });
    });
  }
}
