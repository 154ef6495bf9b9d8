import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { agentSlot, big, hash, hex, hoursMap } from '@/lib/core/protocol';
import { readJson, sweepTemporaryFiles, writeJson } from './atomic';
import type { Home } from './home';

/** Where a slot's work stands, for the operator; what to do next always comes from the chain. */
export const slotPhases = [
  'offered',
  'refused',
  'fetching',
  'sealing',
  'sealed',
  'waiting-seed',
  'proving-seal',
  'waiting-verdict',
  'proved',
  'live',
  'closing',
  'waiting',
  'failed',
] as const;

const recordSchema = z.object({
  version: z.literal(1),
  /** The portal's description, checked against the chain before anything is done for it. */
  offer: agentSlot,
  phase: z.enum(slotPhases),
  /** Terms and own limits were checked and found good. */
  accepted: z.boolean(),
  /** Why this node does not want the slot. */
  refusal: z.string().optional(),
  /** Relay request on its way. */
  relay: z.object({ id: z.uuid(), call: z.string() }).optional(),
  commR: hash.optional(),
  /** PoRep made for the preCommit at `epoch`. */
  proof: z.object({ epoch: big, digest: hash, uploaded: z.boolean() }).optional(),
  finalised: z.boolean().default(false),
  /** Number of preCommits at which the sector was made anew. */
  resealedAt: z.int().optional(),
  /** From the chain, since the slot is live. */
  live: z.object({ start: big, hoursMap, commR: hash, end: big.optional() }).optional(),
  /** Newest period whose proof the portal took in. */
  lastProof: z.object({ period: big, digest: hex }).optional(),
  /** A sector that cannot be read; its periods are missed until it is repaired. */
  unreadable: z.string().optional(),
  /** Step failures in a row, and when to try again (Unix ms). */
  failure: z.object({ count: z.int(), message: z.string(), retryAt: z.number() }).optional(),
  updatedAt: z.number(),
});

/** One slot of this node. */
export type SlotRecord = z.output<typeof recordSchema>;
export type SlotPhase = SlotRecord['phase'];

/** Names a slot's files: deal address, slot and generation. */
export function slotKey(ref: { deal: string; slot: number; generation: number }): string {
  return `${ref.deal.toLowerCase()}-${ref.slot}-${ref.generation}`;
}

/** The slots of one home, in memory and on disk; a change is on disk before `save` resolves. */
export class SlotStore {
  private readonly records = new Map<string, SlotRecord>();
  private tail: Promise<void> = Promise.resolve();

  private constructor(private readonly home: Home) {}

  /** Reads every record; one that cannot be read is set aside and learnt again from the portal. */
  static async open(home: Home, warn: (message: string) => void): Promise<SlotStore> {
    const store = new SlotStore(home);
    await mkdir(home.slots, { recursive: true, mode: 0o700 });
    await mkdir(home.sectors, { recursive: true, mode: 0o700 });
    await sweepTemporaryFiles(home.slots);
    for (const name of (await readdir(home.slots)).filter((n) => n.endsWith('.json'))) {
      const file = path.join(home.slots, name);
      try {
        const record = await readJson(file, recordSchema);
        if (record) store.records.set(slotKey(record.offer), record);
      } catch (error) {
        if (!AppError.is(error)) throw error;
        warn(`${error.shortMessage} It is set aside.`);
        await rename(file, `${file}.bad`);
      }
    }
    return store;
  }

  all(): SlotRecord[] {
    return [...this.records.values()];
  }

  keys(): string[] {
    return [...this.records.keys()];
  }

  get(key: string): SlotRecord | undefined {
    return this.records.get(key);
  }

  /** Adds a slot that is not known yet. */
  async add(record: SlotRecord): Promise<void> {
    this.records.set(slotKey(record.offer), record);
    await this.save(record);
  }

  /** Stores changes of a record; nothing happens for one that was removed meanwhile. */
  save(record: SlotRecord): Promise<void> {
    const key = slotKey(record.offer);
    const write = async () => {
      if (this.records.get(key) !== record) return;
      record.updatedAt = Date.now();
      await writeJson(this.file(key), z.encode(recordSchema, record));
    };
    return this.serialise(write);
  }

  /** Deletes the sector first, so that a crash in between leaves a record to try again from. */
  remove(key: string): Promise<void> {
    return this.serialise(async () => {
      await rm(this.sectorDir(key), { recursive: true, force: true });
      await rm(this.file(key), { force: true });
      this.records.delete(key);
    });
  }

  /** One change of the folder at a time, so that an older content never overtakes a newer one. */
  private serialise(work: () => Promise<void>): Promise<void> {
    const done = this.tail.then(work);
    this.tail = done.catch(() => undefined);
    return done;
  }

  /** Removes sector folders that no record speaks of. */
  async sweepOrphans(): Promise<string[]> {
    const orphans = (await readdir(this.home.sectors)).filter((name) => !this.records.has(name));
    for (const name of orphans) {
      await rm(path.join(this.home.sectors, name), { recursive: true, force: true });
    }
    return orphans;
  }

  sectorDir(key: string): string {
    return path.join(this.home.sectors, key);
  }

  private file(key: string): string {
    return path.join(this.home.slots, `${key}.json`);
  }
}

/** Reads the records of a home without opening it for writing, for `list` while an agent runs. */
export async function readSlotRecords(home: Home): Promise<SlotRecord[]> {
  const names = await readdir(home.slots).catch(() => [] as string[]);
  const records: SlotRecord[] = [];
  for (const name of names.filter((n) => n.endsWith('.json')).sort()) {
    const record = await readJson(path.join(home.slots, name), recordSchema);
    if (record) records.push(record);
  }
  return records;
}
