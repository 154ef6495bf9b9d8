import { AppError } from '../../core/errors';
import { bytesEqual } from '../../core/proofs/bytes';
import type { SealParams } from '../../core/proofs/sdr';
import { isComplete, writeAtomic, writeFully } from '../files/atomic';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { treeLayout } from '../trees/tree-layout';
import { chunkLeaves, TreeWriter } from '../trees/tree-writer';
import { Kernel } from '../wasm/kernel';
import type { Report } from './report';

/** Inputs of the first step. */
export interface DataStepOptions {
  dir: string;
  payloadFile: string;
  payloadBytes: number;
  commD: Uint8Array;
  params: SealParams;
}

/** Reads `into` from the payload, zeros behind its end. */
function readPayload(fd: number, into: Uint8Array, position: number, payloadBytes: number): void {
  const present = Math.min(into.length, Math.max(0, payloadBytes - position));
  readFully(fd, into.subarray(0, present), position);
  into.fill(0, present);
}

/**
 * Step 1: fr32-pads the payload to the sector's size and builds the data tree.
 *
 * @throws AppError `ENGINE_COMMD_MISMATCH` if the payload is not what CommD commits to
 */
export function dataStep(options: DataStepOptions, report: Report): void {
  const { params, payloadFile, payloadBytes } = options;
  const files = sectorFiles(options.dir);
  const layout = treeLayout(params);
  const isDone =
    isComplete(files.data, params.sectorBytes) && isComplete(files.dataTree, layout.bytes);
  if (isDone) return;
  report(0);
  const kernel = new Kernel();
  const paddedBytes = chunkLeaves(layout.nodes) * 32;
  const quads = paddedBytes / 128;
  const payload = kernel.allocate(quads * 127);
  const padded = kernel.allocate(paddedBytes);
  writeAtomic(files.dataTree, (treeFd) => {
    const tree = new TreeWriter(kernel, layout, treeFd);
    writeAtomic(files.data, (dataFd) =>
      withFiles([payloadFile], ([payloadFd]) => {
        for (let at = 0; at < params.sectorBytes; at += paddedBytes) {
          const into = kernel.view(payload, quads * 127);
          readPayload(payloadFd!, into, (at / 128) * 127, payloadBytes);
          kernel.call.fr32Pad(payload, padded, quads);
          writeFully(dataFd, kernel.view(padded, paddedBytes), at);
          tree.add(padded);
          report((at + paddedBytes) / params.sectorBytes);
        }
        if (!bytesEqual(tree.finish(), options.commD)) {
          throw new AppError('ENGINE_COMMD_MISMATCH', 'The payload is not the data of this CommD.');
        }
      }),
    );
  });
}
