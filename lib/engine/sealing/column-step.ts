import { NODE_BYTES, type SealParams } from '../../core/proofs/sdr';
import { isComplete, writeAtomic } from '../files/atomic';
import { withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import { chunkLeaves, TreeWriter } from '../trees/tree-writer';
import { Kernel } from '../wasm/kernel';
import { columnLeaves } from './columns';
import type { Report } from './report';

/** Paths of all layer files. */
export function layerFiles(dir: string, params: SealParams): string[] {
  const files = sectorFiles(dir);
  return Array.from({ length: params.layers }, (_, i) => files.layer(i + 1));
}

/** Builds the tree over all columns, unless it is there. */
export function columnStep(dir: string, params: SealParams, report: Report): void {
  const { columnTree } = sectorFiles(dir);
  const layout = treeLayout(params);
  if (isComplete(columnTree, layout.bytes)) return;
  report(0);
  const kernel = new Kernel();
  const chunk = chunkLeaves(layout.nodes);
  withFiles(layerFiles(dir, params), (fds) => {
    const load = columnLeaves(kernel, fds, chunk);
    const leaves = kernel.allocate(chunk * NODE_BYTES);
    writeAtomic(columnTree, (fd) => {
      const tree = new TreeWriter(kernel, layout, fd);
      for (let first = 0; first < layout.nodes; first += chunk) {
        load(first, chunk, leaves);
        tree.add(leaves);
        report((first + chunk) / layout.nodes);
      }
      tree.finish();
    });
  });
}
