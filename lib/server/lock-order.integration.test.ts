import { pad } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chainContext } from '@/lib/server/chain';
import { cursorOf } from '@/lib/server/chain/follower/step';
import { commitBlocks } from '@/lib/server/chain/follower/store';
import type { ChainEventItem } from '@/lib/server/chain/projection';
import { db } from '@/lib/server/db';
import { makeLiveDeal } from '@/lib/server/lifecycle/testing/live-deal';
import { address, followerAt, startTestFolder, word } from '@/lib/server/lifecycle/testing/world';
import { closeWithVerdicts } from '@/lib/server/periods/close-period';
import { closeAsVoid } from '@/lib/server/periods/close-void';
import { startTestDatabase, type TestDatabase } from '@/tests/support';

const SLOTS = 6;
const ROUNDS = 10;
const FIRST = 1001n;

let database: TestDatabase;
let folder: ReturnType<typeof startTestFolder>;
beforeAll(async () => {
  database = await startTestDatabase();
  folder = startTestFolder();
});
afterAll(async () => {
  await database.stop();
  folder.remove();
});

type Where = Pick<ChainEventItem, 'blockNumber' | 'blockHash' | 'txHash' | 'timestamp'>;

/** Payments in the order that is worst for whoever goes upwards, then a seed of the period at work. */
function eventsOf(deals: readonly `0x${string}`[], period: bigint, where: Where): ChainEventItem[] {
  const settled = deals.toReversed().flatMap((deal) =>
    Array.from({ length: SLOTS }, (_, i) => ({
      name: 'Settled' as const,
      kind: 'deal' as const,
      address: deal,
      args: {
        slot: SLOTS - 1 - i,
        generation: 0,
        // Nothing to pay, so nobody is told; the row is written all the same.
        amount: '0',
        provenPeriods: `${period}`,
        fulfilments: 1,
        commitments: 1,
      },
    })),
  );
  const { beacon } = chainContext().deployment.contracts;
  const args = { period: `${period}`, seed: word(period) };
  const seed = {
    name: 'PeriodSeedRecorded' as const,
    kind: 'beacon' as const,
    address: beacon,
    args,
  };
  return [...settled, seed].map(
    (event, logIndex) => ({ ...event, ...where, logIndex }) as unknown as ChainEventItem,
  );
}

async function followBlock(deals: readonly `0x${string}`[], period: bigint): Promise<void> {
  const context = chainContext();
  const cursor = (await cursorOf(context))!;
  const number = cursor.blockNumber + 1n;
  const header = {
    number,
    hash: word(number),
    parentHash: word(number - 1n),
    timestamp: 1100n * 20n,
  };
  const where = { blockNumber: number, blockHash: header.hash, txHash: pad('0x1'), timestamp: 1n };
  await commitBlocks(context, cursor, [header], eventsOf(deals, period, where));
}

it('lets the closing of periods and the follower work on the same rows without a ring', async () => {
  const slots = Array.from({ length: SLOTS }, (_, i) => ({ node: address(0xb_0000 + i) }));
  const deals = [await makeLiveDeal({ slots }), await makeLiveDeal({ slots })];
  await followerAt(1100n * 20n);
  const addresses = deals.map(({ deal }) => deal);
  const last = FIRST + BigInt(ROUNDS) - 1n;
  await db().period.create({ data: { index: FIRST, seed: word(FIRST) } });
  const closing = async () => {
    for (let period = FIRST; period <= last; period++) {
      if (period % 5n === 0n) await closeAsVoid(period, period);
      else await closeWithVerdicts(period, word(period));
    }
  };
  const following = async () => {
    for (let period = FIRST; period <= last; period++) await followBlock(addresses, period);
  };
  await Promise.all([closing(), following()]);
  const rows = await db().slot.findMany();
  expect(rows).toHaveLength(2 * SLOTS);
  for (const row of rows) {
    expect(row.countedPeriod).toBe(last);
  }
  expect(await db().chainEvent.count()).toBe(ROUNDS * (2 * SLOTS + 1));
}, 240_000);
