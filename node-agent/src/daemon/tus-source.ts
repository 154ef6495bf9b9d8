import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { FileReader, FileSource, SliceResult } from 'tus-js-client';
import type { Throttle } from './throttle';

async function* throttled(
  chunks: AsyncIterable<Uint8Array>,
  throttle: Throttle,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await throttle.take(chunk.byteLength, signal);
    yield chunk;
  }
}

/** Lets tus read any part of a file at the agent's own speed, so that an upload can continue. */
export function fileReaderOf(bytes: number, throttle: Throttle, signal: AbortSignal): FileReader {
  return {
    async openFile(input: unknown): Promise<FileSource> {
      return {
        size: bytes,
        async slice(start: number, end: number): Promise<SliceResult> {
          const last = Math.min(end, bytes);
          if (start >= last) return { value: undefined as unknown as object, done: true };
          const chunks = createReadStream(input as string, { start, end: last - 1 });
          const value = Readable.from(throttled(chunks, throttle, signal), { objectMode: false });
          return { value: Object.assign(value, { size: last - start }), done: last === bytes };
        },
        close() {},
      };
    },
  };
}
