import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeOffer, makeRecord } from '../testing/fixtures';
import { homeAt } from './home';
import { RetrievalStore } from './retrievals';
import { readSlotRecords, SlotStore, slotKey } from './slots';

let dir: string;
const warnings: string[] = [];
const open = () => SlotStore.open(homeAt(dir, undefined), (text) => warnings.push(text));
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'store-'));
  warnings.length = 0;
});
afterEach(() => rm(dir, { recursive: true }));

describe('SlotStore', () => {
  it('gives back what was stored, bigints included', async () => {
    const store = await open();
    const proof = { epoch: 12n, digest: `0x${'b'.repeat(64)}` as const, uploaded: true };
    await store.add(makeRecord({ proof, lastProof: { period: 7n, digest: '0x01' } }));
    const [record] = (await open()).all();
    expect(record).toMatchObject({ proof, lastProof: { period: 7n }, offer: makeOffer() });
  });

  it('keeps the newest of many changes made at once', async () => {
    const store = await open();
    const record = makeRecord();
    await store.add(record);
    const saves = Array.from({ length: 20 }, (_, i) => {
      record.lastProof = { period: BigInt(i), digest: '0x01' };
      return store.save(record);
    });
    await Promise.all(saves);
    expect((await open()).all()[0]?.lastProof?.period).toBe(19n);
  });

  it('does not bring a removed slot back', async () => {
    const store = await open();
    const record = makeRecord();
    await store.add(record);
    await mkdir(store.sectorDir(slotKey(record.offer)));
    await Promise.all([store.remove(slotKey(record.offer)), store.save(record)]);
    expect((await open()).all()).toEqual([]);
    expect(await readdir(homeAt(dir, undefined).sectors)).toEqual([]);
  });

  it('sets a file aside that cannot be read, and sweeps what a killed writer left', async () => {
    const { slots } = homeAt(dir, undefined);
    await (await open()).add(makeRecord());
    await writeFile(path.join(slots, 'x.json'), '{"version":1');
    await writeFile(path.join(slots, 'y.json.77.0.tmp'), 'half');
    expect((await open()).all()).toHaveLength(1);
    expect(warnings).toHaveLength(1);
    expect((await readdir(slots)).filter((n) => !n.endsWith('-0-0.json'))).toEqual(['x.json.bad']);
  });

  it('removes folders of sectors that nobody knows', async () => {
    const store = await open();
    await mkdir(store.sectorDir('lost'));
    expect(await store.sweepOrphans()).toEqual(['lost']);
  });
});

it('never shows half a record when the writer is killed', { timeout: 60_000 }, async () => {
  const home = homeAt(dir, undefined);
  await mkdir(home.slots);
  const writer = path.join(import.meta.dirname, '../testing/endless-writer.ts');
  for (let round = 0; round < 3; round++) {
    const child = spawn(process.execPath, ['--import', 'tsx', writer, dir], { stdio: 'pipe' });
    await once(child.stdout, 'data');
    // die in the middle of a write: between a temporary file and its renaming
    for (;;) {
      const names = await readdir(home.slots);
      if (names.some((name) => name.endsWith('.tmp'))) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [record] = await readSlotRecords(home);
    expect(record?.offer.path).toHaveLength(2000);
    expect(new Set(record?.offer.path).size).toBe(1);
  }
  await open();
  expect((await readdir(home.slots)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect((await stat(home.slots)).isDirectory()).toBe(true);
});

describe('RetrievalStore', () => {
  const order = {
    version: 1 as const,
    retrievalId: crypto.randomUUID(),
    deal: `0x${'d'.repeat(40)}` as const,
    slot: 1,
    generation: 0,
    requestedAt: 7,
  };
  const openRetrievals = () => RetrievalStore.open(homeAt(dir, undefined).retrievals);

  it('gives a delivery back with the address of its upload', async () => {
    const store = await openRetrievals();
    await store.add(order);
    await store.save({ ...order, uploadUrl: 'http://127.0.0.1/files/1' });
    const [record] = (await openRetrievals()).all();
    expect(record).toEqual({ ...order, uploadUrl: 'http://127.0.0.1/files/1' });
  });

  it('does not bring a delivery back that ended while its address was stored', async () => {
    const store = await openRetrievals();
    await store.add(order);
    await Promise.all([
      store.save({ ...order, uploadUrl: 'http://127.0.0.1/files/1' }),
      store.remove(order),
      store.save({ ...order, uploadUrl: 'http://127.0.0.1/files/2' }),
    ]);
    expect((await openRetrievals()).all()).toEqual([]);
    expect(await readdir(homeAt(dir, undefined).retrievals)).toEqual([]);
  });
});
