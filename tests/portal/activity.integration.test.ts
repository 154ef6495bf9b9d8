import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as activityRoute from '@/app/api/network/activity/route';
import {
  hourOfWeek,
  hoursMapHex,
  type NetworkActivity,
  networkActivity,
} from '@/lib/core/protocol';
import { db, type PeriodStatus } from '@/lib/server/db';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { makeDeal, makeSlot, randomAddress, randomHash } from './rows';
import { call } from './support';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  setTestEnv({ PROFILE: 'test' });
});
afterAll(() => database.stop());

const PERIOD_SECONDS = 20;
const NOW = 500_000n;
const ALWAYS = (1n << 168n) - 1n;
const bit = (period: bigint) => 1n << BigInt(hourOfWeek(period));

beforeEach(async () => {
  await db().deal.deleteMany();
  await db().node.deleteMany();
  await db().nodeProfile.deleteMany();
  await db().period.deleteMany();
  await db().postSubmission.deleteMany();
  const at = { blockNumber: 1n, blockHash: randomHash(), genesisHash: randomHash() };
  await db().chainCursor.upsert({
    where: { chainId: 31337 },
    create: { chainId: 31337, ...at },
    update: at,
  });
  const timestamp = NOW * BigInt(PERIOD_SECONDS);
  await db().chainBlock.upsert({
    where: { number: 1n },
    create: { number: 1n, hash: at.blockHash, parentHash: randomHash(), timestamp },
    update: { timestamp },
  });
});

async function read(): Promise<NetworkActivity> {
  const response = await call(activityRoute.GET, '/api/network/activity');
  if (!response.ok) throw new Error(await response.text());
  return networkActivity.parse(await response.json());
}

async function makeNode(over: { hours?: bigint; retired?: boolean; seen?: boolean } = {}) {
  const operator = randomAddress();
  const { hours = ALWAYS, retired = false, seen = false } = over;
  await db().node.create({
    data: {
      operator,
      payout: operator,
      capacityBytes: 1000n,
      hoursMap: hoursMapHex(hours),
      accepting: true,
      retired,
      rate: 1000,
      maxSpan: 168,
      minFileSize: 0n,
      maxFileSize: 1000n,
      registeredPeriod: 1n,
      registeredBlock: 1n,
    },
  });
  if (seen)
    await db().nodeProfile.create({
      data: { operator, timeZone: 'UTC', windows: [], lastSeenAt: new Date() },
    });
  return operator;
}

const activeDeal = (changes: Parameters<typeof makeDeal>[1] = {}) =>
  makeDeal(randomAddress(), {
    status: 'ACTIVE',
    chainState: 'Active',
    address: randomAddress(),
    endPeriod: NOW + 100n,
    ...changes,
  });

/** Closes the `count` periods before now, each like the others unless said otherwise. */
async function closePeriods(
  count: bigint,
  over: Record<string, { status?: PeriodStatus; due?: number; accepted?: number }> = {},
) {
  const data = Array.from({ length: Number(count) }, (_, i) => {
    const ago = BigInt(i) + 1n;
    return { index: NOW - ago, status: 'POSTED' as PeriodStatus, ...over[`${ago}`] };
  });
  await db().period.createMany({ data: [...data, { index: NOW, status: 'OPEN' as const }] });
}

async function judge(
  operator: string,
  dealId: string,
  period: bigint,
  status: 'ACCEPTED' | 'REJECTED' | 'SKIPPED',
) {
  const { id } = await db().postSubmission.create({
    data: { period, operator, digest: randomHash(), objectKey: 'x', bytes: 1 },
  });
  const place = { submissionId: id, dealId, slot: 0, generation: 0, period };
  await db().postVerdict.create({ data: { ...place, digest: randomHash(), status } });
}

/** What the row of a node shows for the hours from `from` to `to`, counted from now. */
async function cellsOf(operator: string, from: number, to: number): Promise<string | undefined> {
  const { rows } = await read();
  const row = rows.find((one) => one.operator === operator);
  return row?.cells.slice(12 + from, 12 + to + 1);
}

describe('the cells of a node', () => {
  it('begin to be owed after the start of a slot, and only in hours that were judged', async () => {
    const operator = await makeNode();
    const deal = await activeDeal();
    await makeSlot(deal.id, 0, 0, operator, { state: 'LIVE', start: NOW - 6n });
    await closePeriods(10n, { 3: { status: 'VOID' } });
    await judge(operator, deal.id, NOW - 5n, 'ACCEPTED');
    await judge(operator, deal.id, NOW - 2n, 'REJECTED');
    await judge(operator, deal.id, NOW - 1n, 'SKIPPED');
    // -7 and the start itself are promises only; -3 is void; now and later are open
    expect(await cellsOf(operator, -7, 2)).toBe('ppkmpmmppp');
  });

  it('are owed by a slot of the past until its end, and by none after the end of its accrual', async () => {
    const [left, unpaid, closing] = [await makeNode(), await makeNode(), await makeNode()];
    const slot = { state: 'LIVE', start: NOW - 100n } as const;
    const ended = { ...slot, state: 'ENDED', end: NOW - 3n } as const;
    await makeSlot((await activeDeal()).id, 0, 0, left, ended);
    await makeSlot((await activeDeal({ fundedUntil: NOW - 2n })).id, 0, 0, unpaid, slot);
    await makeSlot((await activeDeal({ accrualEnd: NOW - 4n })).id, 0, 0, closing, slot);
    await closePeriods(6n);
    expect(await cellsOf(left, -6, 0)).toBe('mmmpppp');
    expect(await cellsOf(unpaid, -6, 0)).toBe('mmmmppp');
    expect(await cellsOf(closing, -6, 0)).toBe('mmppppp');
  });

  it('follow the hours of the slot for what is owed, those of the node for what is promised', async () => {
    const hours = ALWAYS & ~bit(NOW - 2n) & ~bit(NOW + 1n);
    const operator = await makeNode({ hours });
    const hoursMap = hoursMapHex(bit(NOW - 3n) | bit(NOW - 2n));
    const slot = { state: 'LIVE', start: NOW - 100n, hoursMap } as const;
    await makeSlot((await activeDeal()).id, 0, 0, operator, slot);
    await closePeriods(4n);
    // -2 was promised to the slot before the node changed its hours
    expect(await cellsOf(operator, -4, 1)).toBe('pmmpp-');
  });

  it('are not owed by what was never live, nor by somebody else', async () => {
    const [idle, busy] = [await makeNode(), await makeNode()];
    const deal = await activeDeal();
    await makeSlot(deal.id, 0, 0, idle, { state: 'PROVED' });
    await makeSlot(deal.id, 1, 0, busy, { state: 'LIVE', start: NOW - 100n });
    await closePeriods(3n);
    expect(await cellsOf(idle, -3, 0)).toBe('pppp');
    expect(await cellsOf(busy, -3, 0)).toBe('mmmp');
  });
});

describe('the network in one look', () => {
  it('shows at most 24 nodes, those online first, and counts all of them', async () => {
    for (let i = 0; i < 26; i++) await makeNode();
    const seen = [await makeNode({ seen: true }), await makeNode({ seen: true })];
    const retired = await makeNode({ retired: true, seen: true });
    const { rows, nodes, hours, capacityBytes } = await read();
    expect(rows.length).toBe(24);
    expect(new Set(rows.slice(0, 2).map(({ operator }) => operator))).toEqual(new Set(seen));
    expect(rows.slice(2).some(({ online }) => online)).toBe(false);
    expect(rows.map(({ operator }) => operator)).not.toContain(retired);
    expect(nodes).toEqual({ registered: 28, online: 2 });
    expect(hours.map(({ promised }) => promised)).toEqual(Array(24).fill(28));
    expect(capacityBytes).toBe(28_000n);
  });

  it('counts no proof beyond what was due, and no period before the last 24', async () => {
    const over = {
      1: { due: 4, accepted: 1 },
      2: { due: 2, accepted: 5 },
      24: { due: 3, accepted: 3 },
      25: { due: 100, accepted: 100 },
    };
    await closePeriods(25n, over);
    const { proofs, hours } = await read();
    expect(proofs).toEqual({ due: 9, accepted: 6 });
    expect(hours[11]).toMatchObject({ period: NOW - 1n, due: 4, accepted: 1 });
    expect(hours[10]).toMatchObject({ due: 2, accepted: 5 });
    expect(hours[12]?.due).toBeUndefined();
  });

  it('is there before anything is', async () => {
    expect(await read()).toMatchObject({
      period: NOW,
      rows: [],
      nodes: { registered: 0, online: 0 },
      proofs: { due: 0, accepted: 0 },
    });
  });
});
