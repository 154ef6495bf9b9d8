import { AppError } from '../../core/errors';
import { bytesEqual } from '../../core/proofs/bytes';
import {
  assertSealParams,
  hashPair,
  NODE_BYTES,
  nodesOf,
  porepId,
  replicaId,
} from '../../core/proofs/sdr';
import { writeAtomic, writeFully } from '../files/atomic';
import { readFully, withFiles } from '../files/read';
import { sectorFiles } from '../files/sector-files';
import { chunkLeaves } from '../trees/tree-writer';
import type { EngineOptions, StepProgress, UnsealSectorOptions } from '../types';
import { nodeSha256 } from '../verify/node-sha256';
import { Kernel } from '../wasm/kernel';
import { LabelMachine } from './label-machine';
import { type Report, weightedReports } from './report';

/** What of the options is plain data, fit to cross into a thread. */
export type UnsealJob = Omit<UnsealSectorOptions, keyof EngineOptions>;

function corrupt(): AppError {
  return new AppError('ENGINE_SECTOR_CORRUPT', 'The sealed file is damaged or of other inputs.');
}

/** Root over the chunks' roots. */
function rootOf(row: Uint8Array[]): Uint8Array {
  if (row.length === 1) return row[0]!;
  const pairs = Array.from({ length: row.length / 2 }, (_, i) =>
    hashPair(row[2 * i]!, row[2 * i + 1]!, nodeSha256),
  );
  return rootOf(pairs);
}

/** The payload bytes to write. @throws AppError `ENGINE_BAD_RANGE` */
function wantedBytes({ payloadBytes, range }: UnsealJob): { start: number; end: number } {
  const { start, end } = range ?? { start: 0, end: payloadBytes };
  const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0;
  if (!isInside || start > end || end > payloadBytes) {
    throw new AppError('ENGINE_BAD_RANGE', 'The payload has no such bytes.', {
      details: { start, end, payloadBytes },
    });
  }
  return { start, end };
}

function decodeInto(outFd: number, job: UnsealJob, keys: LabelMachine, report: Report): void {
  const kernel = new Kernel();
  const chunk = chunkLeaves(nodesOf(job.params.sectorBytes));
  const bytes = chunk * NODE_BYTES;
  const [data, key, scratch] = [bytes, bytes, bytes / 2].map((size) => kernel.allocate(size));
  const roots: Uint8Array[] = [];
  const { start, end } = wantedBytes(job);
  withFiles([sectorFiles(job.dir).sealed], ([sealedFd]) => {
    for (let at = 0; at < job.params.sectorBytes; at += bytes) {
      readFully(sealedFd!, kernel.view(data!, bytes), at);
      kernel.view(key!, bytes).set(keys.labels(at / NODE_BYTES, chunk));
      if (kernel.call.decode(data!, key!, data!, chunk) > 0) throw corrupt();
      kernel.call.hashRow(data!, chunk / 2, scratch!);
      for (let c = chunk / 4; c >= 1; c /= 2) kernel.call.hashRow(scratch!, c, scratch!);
      roots.push(kernel.view(scratch!, NODE_BYTES).slice());
      kernel.call.fr32Unpad(data!, data!, bytes / 128);
      const position = (at / 128) * 127;
      const from = Math.max(position, start);
      const to = Math.min(position + (bytes / 128) * 127, end);
      if (to > from) {
        writeFully(outFd, kernel.view(data! + from - position, to - from), from - start);
      }
      report((at + bytes) / job.params.sectorBytes);
    }
  });
  if (!bytesEqual(rootOf(roots), job.commD)) throw corrupt();
}

/**
 * Recomputes the key and writes the payload, or some bytes of it; the whole sector is checked
 * against CommD before the result gets its final name.
 *
 * @throws AppError `ENGINE_SECTOR_CORRUPT`, `ENGINE_BAD_RANGE`, `ENGINE_DISK_FULL`
 */
export function runUnseal(job: UnsealJob, onProgress: (progress: StepProgress) => void): void {
  const { params } = job;
  assertSealParams(params);
  wantedBytes(job);
  const layers = Array.from({ length: params.layers }, (_, i) => i + 1);
  const reports = weightedReports(
    [
      ...layers.map((layer) => ({ step: 'labels' as const, layer, weight: layer === 1 ? 27 : 34 })),
      { step: 'unseal', layer: 0, weight: 6 },
    ],
    onProgress,
  );
  const id = porepId(params.sectorBytes, params.layers);
  const machine = new LabelMachine(params, replicaId({ ...job, porepId: id }, nodeSha256));
  const nodes = nodesOf(params.sectorBytes);
  for (const layer of layers) {
    machine.next((labels, first) => reports[layer - 1]!((first + labels.length / 32) / nodes));
  }
  writeAtomic(job.outFile, (fd) => decodeInto(fd, job, machine, reports.at(-1)!));
}
