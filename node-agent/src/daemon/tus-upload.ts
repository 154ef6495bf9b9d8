import { AppError } from '@/lib/core/errors';
import type { RetrievalRecord } from '../store/retrievals';
import type { AgentContext } from './context';
import { fileReaderOf } from './tus-source';

const CHUNK_BYTES = 16 * 1024 * 1024;
const RETRY_DELAYS_MS = [500, 1000, 2000, 4000];

function failure(error: Error): AppError {
  const answer = (error as { originalResponse?: { getStatus(): number } | null }).originalResponse;
  const httpStatus = answer?.getStatus();
  if (httpStatus === undefined) {
    return new AppError('AGENT_PORTAL_UNREACHABLE', 'The upload was cut.', { cause: error });
  }
  return new AppError('AGENT_UPLOAD_REFUSED', `The portal answered ${httpStatus} to the upload.`, {
    cause: error,
    details: { httpStatus },
  });
}

/**
 * Uploads one shard by tus. The upload's address is stored with the delivery, so that a restart
 * continues where it stopped.
 *
 * @throws AppError `AGENT_PORTAL_UNREACHABLE`, `AGENT_UPLOAD_REFUSED` with `details.httpStatus`
 */
export async function uploadShard(
  ctx: AgentContext,
  record: RetrievalRecord,
  source: { file: string; bytes: number },
  signal: AbortSignal,
): Promise<void> {
  const { Upload } = await import('tus-js-client');
  const { retrievalId, deal, slot, generation } = record;
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(source.file as unknown as Blob, {
      endpoint: ctx.portal.url('/api/agent/files'),
      uploadUrl: record.uploadUrl ?? null,
      uploadSize: source.bytes,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      storeFingerprintForResuming: false,
      metadata: { retrievalId, deal, slot: `${slot}`, generation: `${generation}` },
      fileReader: fileReaderOf(source.bytes, ctx.upload, signal),
      onBeforeRequest: async (request) => {
        request.setHeader('authorization', `Bearer ${await ctx.portal.token(signal)}`);
      },
      onUploadUrlAvailable: () => {
        if (!upload.url || upload.url === record.uploadUrl || signal.aborted) return;
        record.uploadUrl = upload.url;
        ctx.retrievals.save(record).catch(reject);
      },
      onSuccess: () => resolve(),
      onError: (error) => reject(failure(error as Error)),
    });
    const abort = () => {
      void upload.abort().finally(() => reject(signal.reason));
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    else upload.start();
  });
}
