import { unsealJob } from '../threads/jobs';
import { runInThread } from '../threads/run-in-thread';
import type { UnsealSectorOptions } from '../types';

/**
 * Restores the payload of a sealed sector, or a byte range of it, in a thread and checks it against CommD. Costs as much
 * as the labels of sealing.
 *
 * @throws AppError `ENGINE_SECTOR_CORRUPT`, `ENGINE_BAD_RANGE`, `ENGINE_DISK_FULL`, `ENGINE_ABORTED`, `ENGINE_FAILED`
 */
export async function unsealSector(options: UnsealSectorOptions): Promise<void> {
  await runInThread('unseal', unsealJob(options), options);
}

/** Filecoin's name of {@link unsealSector}. */
export const unseal = unsealSector;
