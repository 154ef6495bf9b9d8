import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../core/errors';

/** Fills `into` from `position`. @throws AppError `ENGINE_FILE_TOO_SHORT` */
export function readFully(fd: number, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length; ) {
    const count = readSync(fd, into, done, into.length - done, position + done);
    if (count === 0) throw new AppError('ENGINE_FILE_TOO_SHORT', 'A file ended before its time.');
    done += count;
  }
}

/** Opens files for reading, hands them to `use` and closes them whatever happens. */
export function withFiles<T>(files: readonly string[], use: (fds: number[]) => T): T {
  const fds: number[] = [];
  try {
    for (const file of files) fds.push(openSync(file, 'r'));
    return use(fds);
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}
