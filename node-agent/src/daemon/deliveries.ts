import { access } from 'node:fs/promises';
import { AppError } from '@/lib/core/errors';
import type { InboxPayload } from '@/lib/core/protocol';
import { type RetrievalRecord, RetrievalStore } from '../store/retrievals';
import { slotKey } from '../store/slots';
import type { AgentContext } from './context';
import { isTransient } from './portal-client';
import { sectorJob, sectorPaths } from './sector-inputs';
import { uploadShard } from './tus-upload';
import { backoff, sleep } from './wait';

const RETRY_MS = { base: 1000, max: 30_000 };
/** Nobody waits longer than this for a shard. */
const EXPIRES_MS = 24 * 3_600_000;
/** A sector that cannot be read is tried so often; the portal asks another holder meanwhile. */
const MAX_ATTEMPTS = 20;

/** Brings asked-for shards to the portal: unsealed or from the hot copy, resumable, cancellable. */
export class Deliveries {
  private readonly running = new Map<string, { cancel: AbortController; done: Promise<void> }>();

  constructor(private readonly ctx: AgentContext) {}

  /** Continues what a restart interrupted. */
  resume(): void {
    for (const record of this.ctx.retrievals.all()) this.start(record);
  }

  /** Takes an order; it is on disk when this resolves. */
  async request(order: InboxPayload<'retrieval.requested'>): Promise<void> {
    const record: RetrievalRecord = { version: 1, ...order, requestedAt: Date.now() };
    if (this.running.has(RetrievalStore.key(record))) return;
    await this.ctx.retrievals.add(record);
    this.start(record);
  }

  /** Stops every delivery of a retrieval. */
  async cancel(retrievalId: string): Promise<void> {
    for (const record of this.ctx.retrievals.all()) {
      if (record.retrievalId !== retrievalId) continue;
      this.running.get(RetrievalStore.key(record))?.cancel.abort();
      await this.ctx.retrievals.remove(record);
    }
  }

  /** Resolves when all deliveries have stopped, after the signal. */
  async finished(): Promise<void> {
    await Promise.allSettled([...this.running.values()].map((r) => r.done));
  }

  private start(record: RetrievalRecord): void {
    const key = RetrievalStore.key(record);
    const cancel = new AbortController();
    const signal = AbortSignal.any([this.ctx.signal, cancel.signal]);
    const done = this.deliver(record, signal).finally(() => this.running.delete(key));
    this.running.set(key, { cancel, done });
  }

  private async deliver(record: RetrievalRecord, signal: AbortSignal): Promise<void> {
    const { log } = this.ctx;
    const { retrievalId, slot } = record;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.attempt(record, signal);
        log.info('shard delivered', { retrievalId, slot });
        return await this.ctx.retrievals.remove(record);
      } catch (error) {
        if (signal.aborted) return;
        const isOver = attempt >= MAX_ATTEMPTS || Date.now() - record.requestedAt > EXPIRES_MS;
        const isRefused =
          AppError.is(error) && error.details.httpStatus !== undefined && !isTransient(error);
        log.warn('shard not delivered yet', { retrievalId, slot, attempt, error });
        if (isOver || isRefused) return await this.ctx.retrievals.remove(record);
      }
      await sleep(backoff(attempt, RETRY_MS.base, RETRY_MS.max), signal);
    }
  }

  private async attempt(record: RetrievalRecord, signal: AbortSignal): Promise<void> {
    const slot = this.ctx.slots.get(slotKey(record));
    if (!slot) {
      throw new AppError('AGENT_SLOT_UNKNOWN', 'This node does not hold the slot.', {
        details: { httpStatus: 404 },
      });
    }
    const file = await this.readable(record, signal);
    await uploadShard(this.ctx, record, { file, bytes: slot.offer.payloadBytes }, signal);
  }

  /** The shard as a plain file: the checked download or hot copy, else unsealed. */
  private async readable(record: RetrievalRecord, signal: AbortSignal): Promise<string> {
    const { offer } = this.ctx.slots.get(slotKey(record))!;
    const outFile = this.ctx.retrievals.unsealedFile(record);
    for (const file of [sectorPaths(this.ctx, offer).payload, outFile]) {
      const isThere = await access(file).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
    const unseal = async () => {
      signal.throwIfAborted();
      const engine = await this.ctx.engine();
      const { payloadBytes } = offer;
      await engine.unsealSector({ ...sectorJob(this.ctx, offer), signal, outFile, payloadBytes });
    };
    // somebody waits for this shard; nobody waits for a seal to the second
    await this.ctx.heavy.run(unseal, true);
    return outFile;
  }
}
