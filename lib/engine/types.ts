import type { ReplicaInputs, SealParams } from '../core/proofs/sdr';
import type { EngineControl } from './threads/control';

/** Name of this proof system; stored beside proofs so that another engine can follow. */
export const ENGINE_ID = 'sdr-sha256-vanilla';

/** A step of sealing or unsealing. */
export type SealStep = 'data' | 'labels' | 'columns' | 'encode' | 'unseal';

/** How far a long operation is. */
export interface StepProgress {
  step: SealStep;
  /** Layer from 1 while `step` is `labels`, else 0. */
  layer: number;
  /** Share of the whole operation that is done, 0 to 1. */
  fraction: number;
}

/** Progress of a long operation, as its caller sees it. */
export interface EngineProgress extends StepProgress {
  /** Estimate from the speed so far; null while too little is done. */
  secondsLeft: number | null;
}

/** What long operations have in common. */
export interface EngineOptions {
  onProgress?: (progress: EngineProgress) => void;
  /** Aborting stops the thread; a seal continues later from its last finished step. */
  signal?: AbortSignal;
  /** Pauses and resumes the thread. */
  control?: EngineControl;
  /**
   * Lets everything else on the computer go first. On Linux only: elsewhere priorities belong to
   * whole processes, so start the process itself with a low one.
   */
  lowPriority?: boolean;
  /** Where the worker entry is; found beside the bundle or the source if not given. */
  workerUrl?: URL;
}

/** Options of `sealSector`. */
export interface SealSectorOptions extends ReplicaInputs, EngineOptions {
  /** Folder of this one sector; created if missing. */
  dir: string;
  payloadFile: string;
  /** Bytes of the file to seal; the rest of the sector is zeros. */
  payloadBytes: number;
  params: SealParams;
}

/** What a finished seal is known by. */
export interface SealedSector {
  commR: Uint8Array;
  commC: Uint8Array;
  commRLast: Uint8Array;
  sealedFile: string;
}

/** Options of `sealCommit`. */
export interface SealCommitOptions extends ReplicaInputs, EngineOptions {
  dir: string;
  params: SealParams;
  commR: Uint8Array;
  /** Interactive seed, 32 raw bytes. */
  seed: Uint8Array;
}

/** Options of `generateWindowPoSt`. */
export interface WindowPoStOptions {
  dir: string;
  params: SealParams;
  sectorId: bigint;
  /** Per-slot seed of the period. */
  seed: Uint8Array;
}

/** Options of `unsealSector`. */
export interface UnsealSectorOptions extends ReplicaInputs, EngineOptions {
  dir: string;
  /** Receives the payload; written as a temporary file and renamed when complete. */
  outFile: string;
  payloadBytes: number;
  /** Payload bytes [start, end) to restore; all of them if not given. */
  range?: { start: number; end: number };
  params: SealParams;
}
