import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@/lib/core/errors';
import { enqueue, type JobContext } from '@/lib/server/jobs';
import { askHolders } from './ask-holders';
import { checkArrivals } from './check-arrivals';
import { holdersOf } from './holders';
import { retrieveJobKey } from './job-key';
import { contentOf, loadRetrieval, type RetrievalRow } from './load';
import { restoreFile } from './restore';
import { shortageOf, worstState } from './shortage';
import { patienceMs, surveySegments } from './survey';
import { beginRetrieval, enoughShards, retrievalFailed } from './transitions';

const POLL_MS = 400;
/** A retrieval that waits for computers to come back leaves its place to others meanwhile. */
const REQUEUE_SECONDS = 10;

async function restoreOrFail(retrieval: RetrievalRow, signal: AbortSignal): Promise<void> {
  try {
    await restoreFile(retrieval, contentOf(retrieval.deal), signal);
  } catch (error) {
    if (!AppError.is(error, 'RETRIEVAL_CONTENT_INVALID')) throw error;
    await retrievalFailed(retrieval.id, { code: error.code, message: error.shortMessage });
  }
}

const isBeingServed = (retrieval: RetrievalRow) =>
  retrieval.shards.some((row) => ['ASKED', 'RECEIVING', 'RECEIVED'].includes(row.status));

/**
 * Brings a deal's file back: asks holders, checks what arrives, asks others for what is slow or
 * corrupt, decodes when every segment has k good shards. All state is in rows, so a run after a
 * crash continues; it does nothing for a retrieval that is settled.
 */
export async function runRetrieval(id: string, { signal, log }: JobContext): Promise<void> {
  if (!(await beginRetrieval(id))) return;
  let shortSince: number | null = null;
  for (;;) {
    signal.throwIfAborted();
    const retrieval = await loadRetrieval(id);
    if (retrieval?.status === 'DECODING') return restoreOrFail(retrieval, signal);
    if (retrieval?.status !== 'FETCHING') return;

    const content = contentOf(retrieval.deal);
    if (await checkArrivals(retrieval, content, signal)) continue;
    const holders = await holdersOf(retrieval.dealId, content);
    const now = Date.now();
    const surveys = surveySegments(retrieval, content, holders, now);
    const state = worstState(surveys.map((s) => s.decision.state));
    if (state === 'complete') {
      await enoughShards(id);
      continue;
    }
    await askHolders(retrieval, content, surveys);

    shortSince = state === 'short' ? (shortSince ?? now) : null;
    if (shortSince !== null && now - shortSince >= patienceMs()) {
      const message = shortageOf(content.k, surveys);
      log.warn({ retrievalId: id, message }, 'too few holders');
      await retrievalFailed(retrieval.id, { code: 'RETRIEVAL_TOO_FEW_HOLDERS', message });
      return;
    }
    if (state === 'waiting' && !isBeingServed(retrieval)) {
      const options = { singletonKey: retrieveJobKey(id), startAfterSeconds: REQUEUE_SECONDS };
      await enqueue('retrieve', { retrievalId: id }, options);
      return;
    }
    await delay(POLL_MS, undefined, { signal });
  }
}
