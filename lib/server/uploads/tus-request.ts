import { Metadata } from '@tus/utils';
import { AppError } from '@/lib/core/errors';
import { MAX_CHUNK_BYTES } from '@/lib/core/protocol/uploads';
import { announcedLength } from '@/lib/server/http/body';

/** A body up to this size is read and thrown away, so that its sender gets to see the answer. */
const MAX_DRAIN_BYTES = 4 * MAX_CHUNK_BYTES;
const CHUNK_TYPE = 'application/offset+octet-stream';

/** What a creation request announces. */
export interface Creation {
  bytes: number;
  metadata: Record<string, string | null>;
}

function chunkTooLarge(): AppError {
  return new AppError('CHUNK_TOO_LARGE', 'Send the file in requests of at most 64 MiB.', {
    details: { maxBytes: MAX_CHUNK_BYTES },
  });
}

async function drain(request: Request): Promise<void> {
  let left = MAX_DRAIN_BYTES;
  const reader = request.body?.getReader();
  while (reader && left > 0) {
    const { done, value } = await reader.read();
    if (done) return;
    left -= value.byteLength;
  }
  await reader?.cancel();
}

/**
 * Reads length and metadata of a creation request.
 * @throws AppError `UPLOAD_LENGTH_REQUIRED`, `UPLOAD_EMPTY`, `UPLOAD_METADATA_INVALID`
 */
export function readCreation(request: Request): Creation {
  const text = request.headers.get('upload-length');
  const bytes = Number(text);
  if (text === null || !/^\d{1,16}$/.test(text) || !Number.isSafeInteger(bytes)) {
    throw new AppError('UPLOAD_LENGTH_REQUIRED', 'Send Upload-Length with the size in bytes.');
  }
  if (bytes === 0) throw new AppError('UPLOAD_EMPTY', 'An empty file cannot be stored.');
  try {
    const header = request.headers.get('upload-metadata');
    return { bytes, metadata: header ? Metadata.parse(header) : {} };
  } catch (cause) {
    throw new AppError('UPLOAD_METADATA_INVALID', 'Upload-Metadata cannot be read.', { cause });
  }
}

/**
 * Checks the size of a chunk, as far as it is announced, and its type.
 * @throws AppError `CHUNK_TOO_LARGE`, `UNSUPPORTED_MEDIA_TYPE`
 */
export async function assertChunk(request: Request): Promise<void> {
  if ((announcedLength(request) ?? 0) > MAX_CHUNK_BYTES) {
    await drain(request);
    throw chunkTooLarge();
  }
  if (request.method === 'PATCH' && request.headers.get('content-type') !== CHUNK_TYPE) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send chunks as ${CHUNK_TYPE}.`);
  }
}

/** A request whose body is counted while it is read, and whether it grew too long. */
export interface BoundedRequest {
  request: Request;
  /** @throws AppError `CHUNK_TOO_LARGE` */
  assertFitted(): void;
}

/** Bounds a body whose length was not announced (chunked transfer); others pass untouched. */
export function boundBody(request: Request): BoundedRequest {
  if (!request.body || announcedLength(request) !== null) {
    return { request, assertFitted: () => undefined };
  }
  let received = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (received > MAX_CHUNK_BYTES) controller.error(chunkTooLarge());
      else controller.enqueue(chunk);
    },
  });
  const init: RequestInit & { duplex: 'half' } = {
    method: request.method,
    headers: request.headers,
    body: request.body.pipeThrough(counter),
    duplex: 'half',
  };
  return {
    request: new Request(request.url, init),
    assertFitted: () => {
      if (received > MAX_CHUNK_BYTES) throw chunkTooLarge();
    },
  };
}
