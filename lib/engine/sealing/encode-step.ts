import { NODE_BYTES, type SealParams } from '../../core/proofs/sdr';
import { isComplete, writeAtomic, writeFully } from '../files/atomic';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import { chunkLeaves, TreeWriter } from '../trees/tree-writer';
import { Kernel } from '../wasm/kernel';
import type { Report } from './report';

/** Encodes the data with the last layer's labels and builds the replica's tree, unless both are there. */
export function encodeStep(dir: string, params: SealParams, report: Report): void {
  const files = sectorFiles(dir);
  const layout = treeLayout(params);
  const isDone =
    isComplete(files.sealed, params.sectorBytes) && isComplete(files.sealedTree, layout.bytes);
  if (isDone) return;
  report(0);
  const kernel = new Kernel();
  const chunk = chunkLeaves(layout.nodes);
  const bytes = chunk * NODE_BYTES;
  const data = kernel.allocate(bytes);
  const key = kernel.allocate(bytes);
  withFiles([files.data, files.layer(params.layers)], ([dataFd, keyFd]) => {
    writeAtomic(files.sealedTree, (treeFd) => {
      const tree = new TreeWriter(kernel, layout, treeFd);
      writeAtomic(files.sealed, (sealedFd) => {
        for (let at = 0; at < params.sectorBytes; at += bytes) {
          readFully(dataFd!, kernel.view(data, bytes), at);
          readFully(keyFd!, kernel.view(key, bytes), at);
          kernel.call.encode(data, key, data, chunk);
          writeFully(sealedFd, kernel.view(data, bytes), at);
          tree.add(data);
          report((at + bytes) / params.sectorBytes);
        }
        tree.finish();
      });
    });
  });
}
