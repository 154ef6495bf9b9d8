import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

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

/**
 * Writes a file so that it exists either completely or not at all, whenever the process dies:
 * `<file>.tmp`, fsync, rename, fsync of the folder.
 */
export function writeAtomic<T>(file: string, fill: (fd: number) => T): T {
  const temporary = `${file}.tmp`;
  const fd = openSync(temporary, 'w+');
  let result: T;
  try {
    result = fill(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, file);
  syncFolder(path.dirname(file));
  return result;
}

/** True if the file is there with exactly this length. */
export function isComplete(file: string, bytes: number): boolean {
  return existsSync(file) && statSync(file).size === bytes;
}
