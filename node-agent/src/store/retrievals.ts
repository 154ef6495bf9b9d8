import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { address, uint16 } from '@/lib/core/protocol';
import { readJson, sweepTemporaryFiles, writeJson } from './atomic';

const retrievalSchema = z.object({
  version: z.literal(1),
  retrievalId: z.uuid(),
  deal: address,
  slot: uint16,
  generation: uint16,
  /** tus upload to continue. */
  uploadUrl: z.url().optional(),
  requestedAt: z.number(),
});

/** A shard that was asked for and is not delivered yet. */
export type RetrievalRecord = z.output<typeof retrievalSchema>;

/** Deliveries that survive a restart: stored before the inbox event is acknowledged. */
export class RetrievalStore {
  private readonly records = new Map<string, RetrievalRecord>();
  private tail: Promise<void> = Promise.resolve();

  private constructor(private readonly dir: string) {}

  static async open(dir: string): Promise<RetrievalStore> {
    const store = new RetrievalStore(dir);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await sweepTemporaryFiles(dir);
    for (const name of (await readdir(dir)).filter((n) => n.endsWith('.json'))) {
      const record = await readJson(path.join(dir, name), retrievalSchema);
      if (record) store.records.set(RetrievalStore.key(record), record);
    }
    await store.sweepShards();
    return store;
  }

  /** One retrieval may ask a node for several shards. */
  static key(r: Pick<RetrievalRecord, 'retrievalId' | 'slot' | 'generation'>): string {
    return `${r.retrievalId}-${r.slot}-${r.generation}`;
  }

  all(): RetrievalRecord[] {
    return [...this.records.values()];
  }

  /** Takes a new delivery in. */
  async add(record: RetrievalRecord): Promise<void> {
    this.records.set(RetrievalStore.key(record), record);
    await this.save(record);
  }

  /** Stores a change; a delivery that is forgotten meanwhile does not come back. */
  async save(record: RetrievalRecord): Promise<void> {
    await this.inTurn(async () => {
      if (!this.records.has(RetrievalStore.key(record))) return;
      await writeJson(this.path(record, 'json'), record);
    });
  }

  /** Forgets a delivery together with its unsealed shard. */
  async remove(record: RetrievalRecord): Promise<void> {
    await this.inTurn(async () => {
      await rm(this.unsealedFile(record), { force: true });
      await rm(this.path(record, 'json'), { force: true });
      this.records.delete(RetrievalStore.key(record));
    });
  }

  /** One write after the other: the address of an upload may come while its delivery ends. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.tail.then(write);
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** Removes unsealed shards that no record speaks of. */
  private async sweepShards(): Promise<void> {
    for (const name of (await readdir(this.dir)).filter((n) => n.endsWith('.shard'))) {
      const isKnown = this.records.has(path.basename(name, '.shard'));
      if (!isKnown) await rm(path.join(this.dir, name), { force: true });
    }
  }

  unsealedFile(record: RetrievalRecord): string {
    return this.path(record, 'shard');
  }

  private path(record: RetrievalRecord, extension: string): string {
    return path.join(this.dir, `${RetrievalStore.key(record)}.${extension}`);
  }
}
