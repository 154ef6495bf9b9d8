import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../core/errors';

/** Fills `into` from `position`. @throws AppError `ENGINE_FILE_TOO_SHORT` */
export async function readExactly(
  file: FileHandle,
  into: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) {
      throw new AppError('ENGINE_FILE_TOO_SHORT', 'A file ended before its time.');
    }
    done += bytesRead;
  }
}

/** Writes all of `bytes` at `position`. */
export async function writeExactly(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
