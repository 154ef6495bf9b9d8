import type { LabelJob } from '../sealing/last-label';
import type { CommitJob } from '../sealing/run-commit';
import type { SealJob } from '../sealing/run-seal';
import type { UnsealJob } from '../sealing/run-unseal';
import type { EngineProgress, SealedSector } from '../types';

/** Operations of the engine thread: what they take and what they give. */
export interface EngineOperations {
  seal: { job: SealJob; result: SealedSector };
  preCommit1: { job: SealJob; result: undefined };
  preCommit2: { job: SealJob; result: SealedSector };
  commit: { job: CommitJob; result: Uint8Array };
  unseal: { job: UnsealJob; result: undefined };
  lastLabel: { job: LabelJob; result: Uint8Array };
}

/** An operation and its job. */
export type EngineRequest = {
  [Name in keyof EngineOperations]: { operation: Name; job: EngineOperations[Name]['job'] };
}[keyof EngineOperations];

/** What the thread is started with. */
export type ThreadData = EngineRequest & {
  /** State of an `EngineControl`, shared. */
  control: Int32Array | null;
  lowPriority: boolean;
};

/** What the thread posts: any number of reports, then one outcome. */
export type EngineMessage =
  | { type: 'progress'; progress: EngineProgress }
  | { type: 'done'; result: unknown }
  | {
      type: 'failed';
      code: string;
      message: string;
      details: Record<string, string | number | boolean | null>;
    };
