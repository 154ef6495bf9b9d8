import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodePoStMessage, isSkipped } from '@/lib/core/proofs';
import { hourOfWeek, hoursMapHex, profiles } from '@/lib/core/protocol';
import { generateWindowPoStMessage, sealSector } from '@/lib/engine';
import { makeSectorIn } from '@/lib/engine/testing/make-sector';
import { homeAt } from '../store/home';
import { PostStore } from '../store/posts';
import { SlotStore } from '../store/slots';
import { hashOf, makeOffer, makeRecord } from '../testing/fixtures';
import {
  fixedToken,
  makeNetwork,
  type StubPortal,
  silentLog,
  startStubPortal,
  testOperator,
} from '../testing/stub-portal';
import { PeriodClock } from './clock';
import type { AgentContext } from './context';
import { PortalClient } from './portal-client';
import { Prover } from './prover';
import { sectorPaths } from './sector-inputs';

vi.setConfig({ testTimeout: 30_000 });

const PERIOD = 500_000n;
const profile = profiles.test;
const never = (message: string) => expect.unreachable(message);
let root: string;
let portal: StubPortal;
let stop: AbortController;
/** Slots of every message, with true for a skipped one. */
let messages: [slot: number, isSkipped: boolean][][];
let onMessage: () => Promise<void>;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'prover-'));
  stop = new AbortController();
  messages = [];
  onMessage = async () => undefined;
  portal = await startStubPortal({
    [`PUT /api/agent/proofs/post/${PERIOD}`]: async ({ body }) => {
      const entries = decodePoStMessage(body);
      messages.push(entries.map((entry) => [entry.slot, isSkipped(entry)]));
      await onMessage();
      const skipped = entries.filter(isSkipped).length;
      return { accepted: entries.length - skipped, skipped, rejected: [] };
    },
  });
});
afterEach(async () => {
  stop.abort();
  await portal.stop();
  await rm(root, { recursive: true });
});

/** A node with two live slots whose sectors are sealed, at the beginning of the period. */
async function setUp() {
  const home = homeAt(root, undefined);
  const slots = await SlotStore.open(home, never);
  const posts = await PostStore.open(home.posts, never);
  const client = new PortalClient(portal.url);
  client.authenticate(fixedToken);
  const timestamp = PERIOD * BigInt(profile.periodSeconds);
  const head = async () => ({ number: 1n, timestamp });
  const clock = new PeriodClock({ head } as never, profile.periodSeconds);
  const proves = vi.fn(generateWindowPoStMessage);
  const ctx = {
    ...{ home, slots, posts, clock, profile, portal: client, operator: testOperator },
    network: makeNetwork(),
    chain: {
      periodSeed: async () => hashOf('5'),
      dealData: async () => ({ accrualEnd: PERIOD + 100n }),
    },
    engine: async () => ({ generateWindowPoStMessage: proves }),
    log: silentLog,
    signal: stop.signal,
  } as unknown as AgentContext;
  const hoursMap = hoursMapHex(1n << BigInt(hourOfWeek(PERIOD)));
  const live = { start: PERIOD - 1n, end: PERIOD + 100n, hoursMap, commR: hashOf('a') };
  for (const slot of [0, 1]) {
    const offer = makeOffer({ slot });
    const sector = await makeSectorIn(await mkdtemp(path.join(root, 'made-')));
    await sealSector(sector);
    const { dir, seal } = sectorPaths(ctx, offer);
    await rm(dir, { recursive: true, force: true });
    await rename(sector.root, dir);
    await rename(path.join(dir, path.basename(sector.dir)), seal);
    await slots.add(makeRecord({ offer, phase: 'live', live }));
  }
  const file = path.join(sectorPaths(ctx, makeOffer({ slot: 0 })).seal, 'sealed.bin');
  expect(existsSync(file)).toBe(true);
  return { ctx, file, proves, record: (slot: number) => slots.all()[slot]! };
}

describe('Prover with a sector that cannot be read', () => {
  it('proves it in the same period once it can be read again, in a message of its own', async () => {
    const { ctx, file, record } = await setUp();
    await rename(file, `${file}.away`);
    onMessage = async () => {
      if (messages.length === 1) await rename(`${file}.away`, file);
    };
    const running = new Prover(ctx).run();
    await vi.waitFor(() => expect(record(0).lastProof?.period).toBe(PERIOD), 15_000);
    stop.abort();
    await running;
    expect(messages).toEqual([
      [
        [0, true],
        [1, false],
      ],
      [[0, false]],
    ]);
    expect(record(0).unreadable).toBeUndefined();
    expect(ctx.posts.of(PERIOD).map(({ slot, delivered }) => [slot, delivered])).toEqual([
      [1, true],
      [0, true],
    ]);
  });

  it('says it once, however often it is tried', async () => {
    const { ctx, file, proves, record } = await setUp();
    await rename(file, `${file}.away`);
    const running = new Prover(ctx).run();
    await vi.waitFor(() => expect(proves.mock.calls.length).toBe(4), 15_000);
    stop.abort();
    await running;
    expect(proves.mock.calls.map(([sectors]) => sectors.map(({ slot }) => slot))).toEqual([
      [0, 1],
      [0],
      [0],
      [0],
    ]);
    expect(messages).toHaveLength(1);
    expect(record(0)).toMatchObject({ unreadable: expect.stringContaining('sealed.bin') });
    expect(record(0).lastProof).toBeUndefined();
    expect(record(1).lastProof?.period).toBe(PERIOD);
  });
});
