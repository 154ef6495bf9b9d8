import { AppError } from '@/lib/core/errors';

/** Longest JSON body unless a route says otherwise. */
export const DEFAULT_JSON_BYTES = 64 * 1024;

function tooLarge(maxBytes: number): AppError {
  return new AppError('BODY_TOO_LARGE', `The body may have ${maxBytes} bytes at most.`, {
    details: { maxBytes },
  });
}

/** The length that the client announced, if it did. */
export function announcedLength(request: Request): number | null {
  const text = request.headers.get('content-length');
  if (text === null) return null;
  const length = Number(text);
  return Number.isSafeInteger(length) && length >= 0 ? length : null;
}

/**
 * Reads a body into memory.
 * @throws AppError `BODY_TOO_LARGE` as soon as more than `maxBytes` are announced or arrive
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if ((announcedLength(request) ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let total = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.byteLength;
    if (total > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes);
    }
    chunks.push(value);
  }
  return new Uint8Array(Buffer.concat(chunks, total));
}

/**
 * Reads a JSON body. The content type is required: a foreign page's form cannot send it.
 * @throws AppError `UNSUPPORTED_MEDIA_TYPE`, `BODY_TOO_LARGE`, `BODY_MISSING`, `MALFORMED_JSON`
 */
export async function readJson(request: Request, maxBytes = DEFAULT_JSON_BYTES): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.');
  }
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) throw new AppError('BODY_MISSING', 'Send a JSON body.');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError('MALFORMED_JSON', 'The body is not valid JSON.', { cause });
  }
}
