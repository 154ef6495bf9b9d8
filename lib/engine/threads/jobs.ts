import type {
  ReplicaInputs,
  SealParams,
  VerifySealInput,
  VerifyWindowPoStInput,
} from '../../core/proofs/sdr';
import type { CommitJob } from '../sealing/run-commit';
import type { SealJob } from '../sealing/run-seal';
import type { UnsealJob } from '../sealing/run-unseal';

// Only what is named here crosses into a thread: callers may pass richer objects, and functions in
// them cannot be cloned.

function pickParams(params: SealParams): SealParams {
  const { sectorBytes, layers, porepChallenges, postChallenges, droppedRows } = params;
  return { sectorBytes, layers, porepChallenges, postChallenges, droppedRows };
}

function pickShared(job: ReplicaInputs & { dir: string; params: SealParams }) {
  const { dir, proverId, sectorId, ticket, commD } = job;
  return { dir, proverId, sectorId, ticket, commD, params: pickParams(job.params) };
}

/** Plain data of a seal. */
export function sealJob(job: SealJob): SealJob {
  return { ...pickShared(job), payloadFile: job.payloadFile, payloadBytes: job.payloadBytes };
}

/** Plain data of a PoRep. */
export function commitJob(job: CommitJob): CommitJob {
  return { ...pickShared(job), commR: job.commR, seed: job.seed };
}

/** Plain data of an unseal. */
export function unsealJob(job: UnsealJob): UnsealJob {
  const { outFile, payloadBytes, range } = job;
  return { ...pickShared(job), outFile, payloadBytes, range };
}

/** Plain data of a PoRep to verify. */
export function sealInput(input: VerifySealInput): VerifySealInput {
  const { proverId, sectorId, ticket, commD, seed, commR, proof } = input;
  const params = pickParams(input.params);
  return { proverId, sectorId, ticket, commD, seed, commR, proof, params };
}

/** Plain data of a Window PoSt to verify. */
export function windowPostInput(input: VerifyWindowPoStInput): VerifyWindowPoStInput {
  const { sectorId, commR, seed, proof } = input;
  return { sectorId, commR, seed, proof, params: pickParams(input.params) };
}
