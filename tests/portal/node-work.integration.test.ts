import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as workRoute from '@/app/api/nodes/[operator]/work/route';
import { hoursToMap } from '@/lib/core/nodes';
import { hoursMapHex, type NodeWork, nodeWork } from '@/lib/core/protocol';
import { db, type PeriodStatus } from '@/lib/server/db';
import { setTestEnv, startTestDatabase, type TestDatabase } from '@/tests/support';
import { makeDeal, makeSlot, randomAddress, randomHash } from './rows';
import { call, refusal } from './support';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  setTestEnv({ PROFILE: 'test' });
});
afterAll(() => database.stop());

const PERIOD_SECONDS = 20;
/** Monday 00:00 of some week, and the running period ten hours later. */
const MONDAY = 96n + 168n * 500_000n;
const NOW = MONDAY + 10n;

async function get(operator: string, query = ''): Promise<NodeWork> {
  const response = await call(workRoute.GET, `/x${query}`, { params: { operator } });
  if (!response.ok) throw new Error(await response.text());
  return nodeWork.parse(await response.json());
}

async function makeNode(operator = randomAddress()) {
  await db().node.create({
    data: {
      operator,
      payout: operator,
      capacityBytes: 1000n,
      hoursMap: hoursMapHex(1n),
      accepting: true,
      rate: 1000,
      maxSpan: 168,
      minFileSize: 0n,
      maxFileSize: 1000n,
      registeredPeriod: 1n,
      registeredBlock: 1n,
    },
  });
  return operator;
}

/** The chain follower's place: the clock of everything that reads rows. */
async function setClock(period: bigint) {
  const at = { blockNumber: 1n, blockHash: randomHash(), genesisHash: randomHash() };
  await db().chainCursor.upsert({
    where: { chainId: 31337 },
    create: { chainId: 31337, ...at },
    update: at,
  });
  const block = { hash: at.blockHash, parentHash: randomHash() };
  const timestamp = period * BigInt(PERIOD_SECONDS);
  await db().chainBlock.upsert({
    where: { number: 1n },
    create: { number: 1n, ...block, timestamp },
    update: { timestamp },
  });
}

async function setPeriods(statuses: Record<string, PeriodStatus>) {
  await db().period.createMany({
    data: Object.entries(statuses).map(([hour, status]) => ({
      index: MONDAY + BigInt(hour),
      status,
    })),
  });
}

/** A message of the node for a period with a verdict per slot. */
async function prove(
  operator: string,
  hour: bigint,
  dealId: string,
  verdicts: { slot: number; status: 'ACCEPTED' | 'REJECTED' | 'SKIPPED'; reason?: string }[],
) {
  const period = MONDAY + hour;
  const { id } = await db().postSubmission.create({
    data: { period, operator, digest: randomHash(), objectKey: 'x', bytes: 1 },
  });
  await db().postVerdict.createMany({
    data: verdicts.map((verdict) => ({
      submissionId: id,
      dealId,
      generation: 0,
      period,
      digest: randomHash(),
      ...verdict,
    })),
  });
}

describe('the recent work of a node', () => {
  it('says of each promised hour what became of it and why', async () => {
    const operator = await makeNode();
    const client = randomAddress();
    const deal = await makeDeal(client, {
      status: 'ACTIVE',
      chainState: 'Active',
      address: randomAddress(),
      sectorBytes: 1 << 20,
      startPeriod: MONDAY - 1n,
      endPeriod: MONDAY + 100n,
    });
    const live = {
      state: 'LIVE' as const,
      start: MONDAY - 1n,
      hoursMap: hoursMapHex(hoursToMap([0, 1, 2, 3, 4, 6, 8, 10, 20])),
      rate: 24_000,
    };
    const work = { provenPeriods: 5n, settledAmount: 3000, fulfilments: 2, commitments: 5 };
    await makeSlot(deal.id, 0, 0, operator, { ...live, ...work, sealReward: 7 });
    await makeSlot(deal.id, 1, 0, operator, live);
    await makeSlot(deal.id, 2, 0, randomAddress(), live);
    await setClock(NOW);
    await setPeriods({
      0: 'POSTED',
      1: 'POSTED',
      2: 'POSTED',
      3: 'CLOSED',
      4: 'VOID',
      6: 'POSTED',
      8: 'POSTED',
    });
    const both = [
      { slot: 0, status: 'ACCEPTED' as const },
      { slot: 1, status: 'ACCEPTED' as const },
    ];
    await prove(operator, 0n, deal.id, both);
    await prove(operator, 1n, deal.id, [
      { slot: 0, status: 'ACCEPTED' },
      { slot: 1, status: 'REJECTED', reason: 'BAD_PATH' },
    ]);
    // a later message puts the rejected one of hour 6 right
    await prove(operator, 6n, deal.id, [
      { slot: 0, status: 'REJECTED', reason: 'BAD_PATH' },
      { slot: 1, status: 'ACCEPTED' },
    ]);
    await prove(operator, 6n, deal.id, [{ slot: 0, status: 'ACCEPTED' }]);
    await prove(operator, 2n, deal.id, [{ slot: 0, status: 'ACCEPTED' }]);
    await prove(operator, 8n, deal.id, [
      { slot: 0, status: 'ACCEPTED' },
      { slot: 1, status: 'SKIPPED' },
    ]);

    const { cells, deals, newest } = await get(operator);
    expect(newest).toBe(NOW);
    const said = cells.map((cell) => [
      Number(cell.period - MONDAY),
      cell.verdict,
      `${cell.kept}/${cell.due}`,
      cell.misses.map((miss) => [miss.slot, miss.reason, miss.detail]),
    ]);
    expect(said).toEqual([
      [0, 'kept', '2/2', []],
      [1, 'missed', '1/2', [[1, 'rejected', 'BAD_PATH']]],
      [2, 'missed', '1/2', [[1, 'not-in-message', undefined]]],
      [
        3,
        'missed',
        '0/2',
        [
          [0, 'no-message', undefined],
          [1, 'no-message', undefined],
        ],
      ],
      [4, 'void', '0/2', []],
      [6, 'kept', '2/2', []],
      [8, 'missed', '1/2', [[1, 'skipped', undefined]]],
      [10, 'open', '0/2', []],
    ]);
    // 24,000 attoFIL a day for 1 MiB: 1000 a period
    expect(deals).toEqual([
      {
        deal: deal.address,
        state: 'ACTIVE',
        sectors: 2,
        liveSectors: 2,
        sectorBytes: 1n << 20n,
        startPeriod: MONDAY - 1n,
        endPeriod: undefined,
        fulfilments: 2n,
        commitments: 5n,
        settled: 3000n,
        accrued: 2000n,
        sealReward: 7n,
      },
    ]);
    const text = JSON.stringify(
      await (await call(workRoute.GET, '/x', { params: { operator } })).json(),
    );
    for (const secret of [deal.id, client, 'file.bin']) expect(text).not.toContain(secret);
    const short = await get(operator, '?periods=5');
    expect(short.cells.map((cell) => Number(cell.period - MONDAY))).toEqual([6, 8, 10]);
  });

  it('owes nothing after a slot’s own end', async () => {
    const operator = await makeNode();
    const deal = await makeDeal(randomAddress(), {
      status: 'ACTIVE',
      chainState: 'Active',
      address: randomAddress(),
      startPeriod: MONDAY - 1n,
      endPeriod: MONDAY + 100n,
    });
    await makeSlot(deal.id, 0, 0, operator, {
      state: 'ENDED',
      start: MONDAY - 1n,
      end: MONDAY + 2n,
    });
    const { cells } = await get(operator);
    expect(cells.map((cell) => Number(cell.period - MONDAY))).toEqual([0, 1]);
  });

  it('is empty for a node without deals, and refused for what is no node', async () => {
    expect(await get(await makeNode())).toMatchObject({ cells: [], deals: [] });
    const params = { operator: randomAddress() };
    expect(await refusal(await call(workRoute.GET, '/x', { params }))).toEqual([
      404,
      'NODE_NOT_FOUND',
    ]);
    const operator = await makeNode();
    for (const periods of ['0', '721', 'x']) {
      const response = await call(workRoute.GET, `/x?periods=${periods}`, { params: { operator } });
      expect(await refusal(response)).toEqual([400, 'BAD_REQUEST']);
    }
  });
});
