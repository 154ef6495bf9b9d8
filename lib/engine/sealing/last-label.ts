import { AppError } from '../../core/errors';
import { areSealParamsValid, NODE_BYTES, nodesOf } from '../../core/proofs/sdr';
import { runInThread } from '../threads/run-in-thread';
import type { EngineOptions } from '../types';
import { LabelMachine } from './label-machine';

/** A graph and a replica, free of everything else that a seal needs. */
export interface LabelJob {
  sectorBytes: number;
  layers: number;
  /** 32 bytes. */
  porepId: Uint8Array;
  /** 32 bytes. */
  replicaId: Uint8Array;
}

/** Label of the last node of the last layer, in this thread. @throws AppError `PROOF_BAD_PARAMS` */
export function runLastLabel({ sectorBytes, layers, porepId, replicaId }: LabelJob): Uint8Array {
  const params = { sectorBytes, layers, porepChallenges: 1, postChallenges: 1, droppedRows: 0 };
  const isUsable = porepId.length === NODE_BYTES && replicaId.length === NODE_BYTES;
  if (!isUsable || !areSealParamsValid(params)) {
    throw new AppError('PROOF_BAD_PARAMS', 'There is no such graph or replica.', {
      details: { sectorBytes, layers },
    });
  }
  const machine = new LabelMachine(params, replicaId, porepId);
  for (let layer = 1; layer <= layers; layer++) machine.next(() => undefined);
  return machine.labels(nodesOf(sectorBytes) - 1, 1).slice();
}

/**
 * Label of the last node of the last layer: what public test vectors give. In a thread.
 *
 * @throws AppError `PROOF_BAD_PARAMS`, `ENGINE_ABORTED`, `ENGINE_FAILED`
 */
export function lastLabel(job: LabelJob, options: EngineOptions = {}): Promise<Uint8Array> {
  const { sectorBytes, layers, porepId, replicaId } = job;
  return runInThread('lastLabel', { sectorBytes, layers, porepId, replicaId }, options);
}
