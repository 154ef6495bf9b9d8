import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { localBeaconAbi } from '@/lib/core/chain';
import { chainContext } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { logger } from '@/lib/server/logger';
import {
  startTestChain,
  startTestDatabase,
  type TestChain,
  type TestDatabase,
} from '@/tests/support';
import { senderContext } from '@/tests/support/chain-test';
import { DealWorld } from '@/tests/support/deal-world';
import { followStep } from '../follower/step';
import { sendRound } from '../sender/run';
import { openPeriods } from './periods';
import { beaconRound } from './run';

describe('beacon recorder', () => {
  let chain: TestChain;
  let database: TestDatabase;
  let world: DealWorld;

  beforeAll(async () => {
    chain = await startTestChain({ blockSeconds: 0 });
    world = new DealWorld(chain);
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    database = await startTestDatabase();
  });
  afterEach(() => database.stop());

  const length = () => BigInt(world.context.profile.periodSeconds);
  /** Mines a block `seconds` into the next period and returns that period. */
  async function intoNextPeriod(seconds: bigint): Promise<bigint> {
    const next = (await world.now()) / length() + 1n;
    await chain.rpc('evm_setNextBlockTimestamp', [Number(next * length() + seconds)]);
    await world.mine(1);
    return next;
  }
  async function catchUp(): Promise<void> {
    await world.mine(4);
    while (await followStep(chainContext(), logger));
  }
  const round = () => beaconRound(chainContext());
  const period = (index: bigint) => db().period.findUnique({ where: { index } });

  it('records one seed at the beginning of a period', async () => {
    const index = await intoNextPeriod(0n);
    await round();
    await round();
    expect(await db().transaction.findMany()).toMatchObject([
      { idempotencyKey: `beacon:${index}`, signer: 'portal', status: 'QUEUED' },
    ]);
    await sendRound(senderContext('portal'));
    await catchUp();
    const seed = await world.context.client.readContract({
      address: world.contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [index],
    });
    expect(await period(index)).toMatchObject({ status: 'OPEN', seed });
    await intoNextPeriod(10n);
    await catchUp();
    await round();
    expect((await period(index))!.status).toBe('OPEN');
  });

  it('lets a period go that is too old for a seed, and leaves it to be closed', async () => {
    const index = await intoNextPeriod(4n);
    await round();
    expect(await db().transaction.count()).toBe(0);
    await intoNextPeriod(10n);
    await catchUp();
    await round();
    expect(await period(index)).toMatchObject({ status: 'OPEN', seed: null, closedAt: null });
  });

  it('gives every missed period a row', async () => {
    await openPeriods(100n);
    await openPeriods(100n);
    await openPeriods(104n);
    const rows = await db().period.findMany({ orderBy: { index: 'asc' } });
    expect(rows.map((row) => row.index)).toEqual([100n, 101n, 102n, 103n, 104n]);
  });
});
