import { Readable } from 'node:stream';
import { AppError } from '@/lib/core/errors';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { Address } from '@/lib/core/protocol/primitives';
import { parseRange, rangeHeaders } from '@/lib/server/http';
import { objectStore } from '@/lib/server/object-store';
import { attachment } from './content-disposition';
import type { RetrievalRow } from './load';
import { ownRetrieval } from './retrieval-view';

function assertReady(row: RetrievalRow): asserts row is RetrievalRow & { sha256: string } {
  if (row.status === 'FAILED') {
    throw new AppError('RETRIEVAL_FAILED', row.failure ?? 'The file could not be restored.');
  }
  const isOver = row.expiresAt !== null && row.expiresAt <= new Date();
  if (row.status === 'EXPIRED' || (row.status === 'READY' && isOver)) {
    throw new AppError('RETRIEVAL_EXPIRED', 'The restored file was deleted. Ask for it again.');
  }
  if (row.status !== 'READY' || row.sha256 === null) {
    throw new AppError('RETRIEVAL_NOT_READY', 'The file is still being restored.', {
      details: { status: row.status },
    });
  }
}

/** A range counts only for the version that the caller has; ours never changes. */
function wantedRange(request: Request, etag: string, size: number) {
  const ifRange = request.headers.get('if-range');
  const header = ifRange === null || ifRange === etag ? request.headers.get('range') : null;
  return parseRange(header, size);
}

/**
 * `GET /api/retrievals/:id/content`: the file, or a range of it, as a stream.
 *
 * @throws AppError `RETRIEVAL_NOT_FOUND`, `RETRIEVAL_NOT_READY`, `RETRIEVAL_FAILED`,
 * `RETRIEVAL_EXPIRED`, `RANGE_NOT_SATISFIABLE`
 */
export async function contentResponse(
  request: Request,
  client: Address,
  id: string,
): Promise<Response> {
  const row = await ownRetrieval(client, id);
  assertReady(row);
  const size = Number(row.deal.fileBytes);
  const etag = `"${row.sha256}"`;
  const range = wantedRange(request, etag, size);
  const headers = {
    ...rangeHeaders(range, size),
    // Never the uploader's own type: what a page could run must not run on this origin.
    'Content-Type': 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Disposition': attachment(row.deal.upload.filename),
    'Cache-Control': 'private, no-store',
    Digest: `sha-256=${Buffer.from(row.sha256, 'hex').toString('base64')}`,
    ETag: etag,
  };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers });
  const stream = await objectStore().read(objectKeys.retrievalContent(id), range ?? undefined);
  const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}
