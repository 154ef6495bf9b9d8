import { AppError } from '../../core/errors';
import { assertSealParams, porepId, replicaId } from '../../core/proofs/sdr';
import { payloadCapacity } from '../../core/sectors';
import { assertSpace, removeUnfinished } from '../files/space';
import type { EngineOptions, SealedSector, SealSectorOptions, StepProgress } from '../types';
import { nodeSha256 } from '../verify/node-sha256';
import { isSealed, readSealed, writeAux } from './aux-file';
import { columnStep } from './column-step';
import { dataStep } from './data-step';
import { encodeStep } from './encode-step';
import { claimFolder } from './identity';
import { labelSteps } from './label-step';
import { weightedReports } from './report';

/** What of the options is plain data, fit to cross into a thread. */
export type SealJob = Omit<SealSectorOptions, keyof EngineOptions>;

function prepare(job: SealJob, onProgress: (progress: StepProgress) => void) {
  const { params } = job;
  assertSealParams(params);
  if (job.payloadBytes > payloadCapacity(params.sectorBytes)) {
    throw new AppError('ENGINE_PAYLOAD_TOO_LARGE', 'The payload does not fit the sector.', {
      details: { payloadBytes: job.payloadBytes, sectorBytes: params.sectorBytes },
    });
  }
  claimFolder(job.dir, params, job);
  removeUnfinished(job.dir);
  if (!isSealed(job.dir, params)) assertSpace(job.dir, params);
  // CPU-seconds of a 512 MiB sector on one machine; only the proportions matter.
  const labels = Array.from({ length: params.layers }, (_, i) => i + 1);
  return weightedReports(
    [
      { step: 'data', layer: 0, weight: 4 },
      ...labels.map((layer) => ({ step: 'labels' as const, layer, weight: layer === 1 ? 27 : 34 })),
      { step: 'columns', layer: 0, weight: 6 },
      { step: 'encode', layer: 0, weight: 4 },
    ],
    onProgress,
  );
}

/** Data tree and labels; every finished step is a file and is not repeated. */
export function runPreCommit1(job: SealJob, onProgress: (progress: StepProgress) => void): void {
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
  onProgress: (progress: StepProgress) => void,
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
export function runSeal(job: SealJob, onProgress: (progress: StepProgress) => void): SealedSector {
  runPreCommit1(job, onProgress);
  return runPreCommit2(job, onProgress);
}
