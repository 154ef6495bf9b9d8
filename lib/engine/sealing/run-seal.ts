import { AppError } from '../../core/errors';
import { assertSealParams, porepId, replicaId } from '../../core/proofs/sdr';
import { payloadCapacity } from '../../core/sectors';
import type { EngineProgress, SealedSector, SealSectorOptions } from '../types';
import { nodeSha256 } from '../verify/node-sha256';
import { isSealed, readSealed, writeAux } from './aux-file';
import { columnStep } from './column-step';
import { dataStep } from './data-step';
import { encodeStep } from './encode-step';
import { claimFolder } from './identity';
import { labelSteps } from './label-step';
import { weightedReports } from './report';

/** What of the options is plain data, fit to cross into a thread. */
export type SealJob = Omit<SealSectorOptions, 'onProgress' | 'signal' | 'workerUrl'>;

function prepare(job: SealJob, onProgress: (progress: EngineProgress) => void) {
  const { params } = job;
  assertSealParams(params);
  if (job.payloadBytes > payloadCapacity(params.sectorBytes)) {
    throw new AppError('ENGINE_PAYLOAD_TOO_LARGE', 'The payload does not fit the sector.', {
      details: { payloadBytes: job.payloadBytes, sectorBytes: params.sectorBytes },
    });
  }
  claimFolder(job.dir, params, job);
  const labels = Array.from({ length: params.layers }, (_, i) => i + 1);
  return weightedReports(
    [
      { step: 'data', layer: 0, weight: 1 },
      ...labels.map((layer) => ({ step: 'labels' as const, layer, weight: 10 })),
      { step: 'columns', layer: 0, weight: 1 },
      { step: 'encode', layer: 0, weight: 1 },
    ],
    onProgress,
  );
}

/** Data tree and labels; every finished step is a file and is not repeated. */
export function runPreCommit1(job: SealJob, onProgress: (progress: EngineProgress) => void): void {
  const reports = prepare(job, onProgress);
  if (isSealed(job.dir, job.params)) return;
  const { sectorBytes, layers } = job.params;
  const id = porepId(sectorBytes, layers);
  dataStep(job, reports[0]!);
  labelSteps(job.dir, job.params, replicaId({ ...job, porepId: id }, nodeSha256), reports.slice(1));
}

/** Column tree, replica and its tree; needs what {@link runPreCommit1} left. */
export function runPreCommit2(
  job: SealJob,
  onProgress: (progress: EngineProgress) => void,
): SealedSector {
  const reports = prepare(job, onProgress);
  if (!isSealed(job.dir, job.params)) {
    columnStep(job.dir, job.params, reports.at(-2)!);
    encodeStep(job.dir, job.params, reports.at(-1)!);
    writeAux(job.dir, job.params);
  }
  return readSealed(job.dir);
}

/** The whole seal in this thread. */
export function runSeal(
  job: SealJob,
  onProgress: (progress: EngineProgress) => void,
): SealedSector {
  runPreCommit1(job, onProgress);
  return runPreCommit2(job, onProgress);
}
