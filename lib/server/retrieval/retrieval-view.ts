import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { type Address, uuid } from '@/lib/core/protocol/primitives';
import type { RetrievalJson } from '@/lib/core/protocol/retrievals';
import { holdersOf } from './holders';
import { contentOf, loadRetrieval, type RetrievalRow } from './load';
import { shortageOf, worstState } from './shortage';
import { surveySegments } from './survey';

/** Path parameter of a retrieval. */
export const retrievalRef = z.object({ id: uuid });

/**
 * A retrieval of the caller's own deal.
 *
 * @throws AppError `RETRIEVAL_NOT_FOUND` also for a foreign one
 */
export async function ownRetrieval(client: Address, id: string): Promise<RetrievalRow> {
  const row = await loadRetrieval(id);
  if (row?.deal.client !== client) {
    throw new AppError('RETRIEVAL_NOT_FOUND', 'There is no such retrieval.');
  }
  return row;
}

/** While computers are missing: which, and when they are to be back. */
async function waitingFor(row: RetrievalRow): Promise<string | undefined> {
  if (row.status !== 'FETCHING') return undefined;
  const content = contentOf(row.deal);
  const holders = await holdersOf(row.dealId, content);
  const surveys = surveySegments(row, content, holders, Date.now());
  const state = worstState(surveys.map((s) => s.decision.state));
  return state === 'waiting' || state === 'short' ? shortageOf(content.k, surveys) : undefined;
}

/** `GET /api/retrievals/:id` */
export async function retrievalView(client: Address, id: string): Promise<RetrievalJson> {
  const row = await ownRetrieval(client, id);
  const { failureCode: code, failure: message } = row;
  return {
    retrievalId: row.id,
    dealId: row.dealId,
    status: row.status,
    failure: code && message ? { code, message } : undefined,
    waitingFor: await waitingFor(row),
    bytesReady: Number(row.bytesReady),
    fileBytes: Number(row.deal.fileBytes),
    sha256: row.sha256 ?? undefined,
    createdAt: row.createdAt.toISOString(),
    readyAt: row.readyAt?.toISOString(),
    expiresAt: row.expiresAt?.toISOString(),
    shards: row.shards.map((shard) => ({
      segment: shard.segment,
      shard: shard.shard,
      slot: shard.slot,
      generation: shard.generation,
      node: shard.node,
      status: shard.status,
      received: Number(shard.received),
      bytes: Number(shard.bytes),
      reason: shard.reason ?? undefined,
    })),
  };
}
