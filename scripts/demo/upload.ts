import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Upload } from 'tus-js-client';
import { AppError } from '@/lib/core/errors';
import { DEFAULT_CHUNK_BYTES } from '@/lib/core/protocol/uploads';
import type { PortalClient } from './portal-client';

/**
 * Sends a file to the portal by tus and gives its upload id. Retries a lost connection from the
 * last byte that arrived.
 *
 * @throws AppError `UPLOAD_FAILED`
 */
export async function uploadFile(
  portal: PortalClient,
  file: string,
  onProgress: (sent: number, total: number) => void = () => {},
): Promise<string> {
  const { size } = await stat(file);
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(file), {
      endpoint: new URL('/api/files', portal.origin).href,
      uploadSize: size,
      chunkSize: DEFAULT_CHUNK_BYTES,
      headers: portal.headers,
      metadata: { filename: path.basename(file), filetype: 'application/octet-stream' },
      retryDelays: [500, 1000, 2000, 4000, 8000, 16_000],
      onProgress,
      onError: (cause) => reject(new AppError('UPLOAD_FAILED', cause.message, { cause })),
      onSuccess: () => resolve(new URL(upload.url ?? '').pathname.split('/').at(-1) ?? ''),
    });
    upload.start();
  });
}
