import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/errors';

/** End of the name of a file in the making. */
export const TEMPORARY = '.tmp';
/** What systems say when a disk, a quota or a limit is full. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function withReason(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || !FULL.has(code)) return error;
  return new AppError('ENGINE_DISK_FULL', 'The disk is full; free some space and try again.', {
    cause: error,
    details: { systemCode: code, file: path.basename(file) },
  });
}

/** Makes a rename durable; folders cannot be synced on every system, and then it is not needed. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes all of `bytes` at `position`. */
export function writeFully(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}

function fillAndSync<T>(file: string, fill: (fd: number) => T): T {
  const fd = openSync(file, 'w+');
  try {
    const result = fill(fd);
    fsyncSync(fd);
    return result;
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes a file so that it exists either completely or not at all, whenever the process dies:
 * `<file>.tmp`, fsync, rename, fsync of the folder. A failure deletes the unfinished file.
 *
 * @throws AppError `ENGINE_DISK_FULL`
 */
export function writeAtomic<T>(file: string, fill: (fd: number) => T): T {
  const temporary = `${file}${TEMPORARY}`;
  try {
    const result = fillAndSync(temporary, fill);
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
    return result;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw withReason(error, file);
  }
}

/** True if the file is there with exactly this length. */
export function isComplete(file: string, bytes: number): boolean {
  return existsSync(file) && statSync(file).size === bytes;
}
