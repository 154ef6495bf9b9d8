import { sealJob } from '../threads/jobs';
import { runInThread } from '../threads/run-in-thread';
import type { SealedSector, SealSectorOptions } from '../types';

/**
 * Seals a payload in a thread. Every finished step is a file: called again after a crash, an abort
 * or a kill -9, it continues behind the last finished one and ends with the same bytes.
 *
 * @throws AppError `ENGINE_COMMD_MISMATCH`, `ENGINE_INPUTS_CHANGED`, `ENGINE_PAYLOAD_TOO_LARGE`,
 * `ENGINE_DISK_FULL`, `ENGINE_ABORTED`, `ENGINE_FAILED`
 */
export function sealSector(options: SealSectorOptions): Promise<SealedSector> {
  return runInThread('seal', sealJob(options), options);
}

/** First half of {@link sealSector}, in Filecoin's names: data tree and labels. */
export async function sealPreCommit1(options: SealSectorOptions): Promise<void> {
  await runInThread('preCommit1', sealJob(options), options);
}

/** Second half: column tree, replica, its tree and CommR. */
export function sealPreCommit2(options: SealSectorOptions): Promise<SealedSector> {
  return runInThread('preCommit2', sealJob(options), options);
}
