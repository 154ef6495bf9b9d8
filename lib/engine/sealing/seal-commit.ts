import { commitJob } from '../threads/jobs';
import { runInThread } from '../threads/run-in-thread';
import type { SealCommitOptions } from '../types';

/**
 * PoRep body for the interactive seed. Needs a sector that is sealed and not yet finalized.
 *
 * @throws AppError `ENGINE_SECTOR_CORRUPT` if the own proof does not verify, `ENGINE_FAILED`
 */
export function sealCommit(options: SealCommitOptions): Promise<Uint8Array> {
  return runInThread('commit', commitJob(options), options);
}

/** Filecoin's name for the vanilla proof: the same as {@link sealCommit}. */
export const sealCommit1 = sealCommit;

/** Filecoin compresses the vanilla proof to a SNARK here; in this engine it is the proof. */
export async function sealCommit2(vanillaProof: Uint8Array): Promise<Uint8Array> {
  return vanillaProof;
}
