import { type Address, encodeFunctionData, type Hex, keccak256, toHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { storageDealAbi as abi, readRelayCall } from '@/lib/core/chain';
import { DAY_PERIODS, periodOf, profiles } from '@/lib/core/protocol';
import { relayStatus } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import { lower, refusal, relay, relayRounds, setPayout, signed } from '@/tests/support/forwards';
import {
  checkDisputeLimits,
  MAX_NODE_DISPUTE_CALLS,
  MAX_TRIES,
  maxDisputesPerDay,
} from './dispute-limits';
import { checkRelayLimits, MAX_PER_DAY } from './limits';

const digestCall = (slot: number, period: bigint, of: number) =>
  encodeFunctionData({
    abi,
    functionName: 'submitPoSt',
    args: [slot, 0, period, keccak256(toHex(of))],
  });

const openingCall = (slot: number, period: bigint) =>
  encodeFunctionData({ abi, functionName: 'disputePoSt', args: [slot, 0, period, '0x', '0x'] });

const decisionCall = (slot: number, period: bigint) =>
  encodeFunctionData({ abi, functionName: 'concludeDispute', args: [slot, 0, period] });

describe('limits of relayed dispute calls', () => {
  const suite = useChainSuite();

  /** A live deal of two slots, both of them held by one node. */
  async function liveDeal(): Promise<{ node: PrivateKeyAccount; to: Address }> {
    await suite.world.addNodes(1);
    const node = suite.world.nodes[0]!;
    const deal = await suite.world.publish([node, node]);
    for (const slot of [0, 1]) await suite.world.prove(deal, slot);
    await suite.world.start(deal);
    // From the first second of a period, so that it does not end in the middle of a test.
    const { periodSeconds } = suite.world.context.profile;
    const next = (Number(await suite.world.now()) / periodSeconds + 2) | 0;
    await suite.chain.rpc('evm_setNextBlockTimestamp', [next * periodSeconds]);
    await suite.catchUp();
    return { node, to: deal.address };
  }
  const now = async () =>
    periodOf(Number(await suite.world.now()), suite.world.context.profile.periodSeconds);

  /** Requests of earlier, as they stand in the table. */
  function earlier(from: Address, to: Address, calls: readonly Hex[], changes: object = {}) {
    const row = { from: lower(from), to, gas: 1n, deadline: 1n, signature: '0x', nonce: 0 };
    const createdAt = new Date(Date.now() - 100_000);
    return db().relayRequest.createMany({
      data: calls.map((data) => ({
        ...{ ...row, data, selector: data.slice(0, 10), status: 'MINED' as const, createdAt },
        ...changes,
      })),
    });
  }
  /** The same request many times over. */
  async function often(count: number, from: Address, to: Address, data: Hex): Promise<void> {
    const [row, selector] = [[lower(from), to, data] as const, data.slice(0, 10)];
    await db().$executeRaw`
      INSERT INTO "RelayRequest" ("id", "from", "to", "data", "selector", "gas", "nonce", "deadline",
        "signature", "status", "createdAt")
      SELECT gen_random_uuid()::text, ${row[0]}, ${row[1]}, ${row[2]}, ${selector}, 1, 0, 1, '0x',
        'MINED', (now() AT TIME ZONE 'utc') - interval '100 seconds' FROM generate_series(1, ${count})`;
  }
  const periodsFrom = (first: bigint, count: number) =>
    Array.from({ length: count }, (_, i) => first + BigInt(i));

  it('pays for one digest of a proof a few times, not as often as a node likes', async () => {
    const { node, to } = await liveDeal();
    const call = async (slot: number, of: number) =>
      signed(node, to, digestCall(slot, await now(), of));
    for (let of = 0; of < MAX_TRIES; of++) {
      const { relayId } = await relay(await call(0, of));
      await relayRounds();
      expect((await relayStatus(relayId)).status).toBe('mined');
    }
    const error = await refusal(await call(0, 99));
    expect(error).toMatchObject({
      code: 'RELAY_DISPUTE_LIMIT',
      details: { step: 'digest', tries: MAX_TRIES },
    });
    expect(error.message).toMatch(/send it directly, or try again later/);
    await relay(await call(1, 0));
    await suite.world.send(node, to, digestCall(0, await now(), 99));
  });

  it('takes what a day can need of a slot, and no more of it', async () => {
    const { node, to } = await liveDeal();
    const most = maxDisputesPerDay(suite.world.context.profile, 'digest');
    const today = await now();
    const others = periodsFrom(today + 1n, most - 1).map((period) => digestCall(0, period, 1));
    await earlier(node.address, to, others);
    await relay(await signed(node, to, digestCall(0, today, 1)));
    const over = await refusal(await signed(node, to, digestCall(0, today, 2)));
    expect(over).toMatchObject({ code: 'RELAY_DISPUTE_LIMIT', details: { lastDay: most } });
    await relay(await signed(node, to, digestCall(1, today, 1)));
  });

  it('does not count what was never sent, is a day old or belongs to another step', async () => {
    const { node, to } = await liveDeal();
    const today = await now();
    const calls = Array.from({ length: MAX_TRIES }, (_, of) => digestCall(0, today, of));
    await earlier(node.address, to, calls, { status: 'FAILED', errorCode: 'RELAY_EXPIRED' });
    const dayMs = DAY_PERIODS * suite.world.context.profile.periodSeconds * 1000;
    await earlier(node.address, to, calls, { createdAt: new Date(Date.now() - dayMs - 1000) });
    await earlier(node.address, to, Array(3).fill(openingCall(0, today)));
    await relay(await signed(node, to, digestCall(0, today, 1)));
  });

  it('keeps the quota of a day for other calls and that of disputes apart', async () => {
    const { node, to } = await liveDeal();
    const { registry } = suite.world.contracts;
    await often(MAX_PER_DAY, node.address, to, digestCall(7, 1n, 1));
    const payout = setPayout(testAccounts.stranger.address);
    await relay(await signed(node, registry, payout));
    await db().relayRequest.deleteMany();
    await often(MAX_PER_DAY, node.address, registry, payout);
    expect((await refusal(await signed(node, registry, payout))).code).toBe('RELAY_LIMIT');
    await relay(await signed(node, to, digestCall(0, await now(), 1)));
  });

  it('bounds what one node costs, over all of its slots and steps', async () => {
    const [from, to] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`] as [Address, Address];
    const { context } = suite.world;
    const ask = (data: Hex) =>
      checkRelayLimits(db(), context, { from, to }, readRelayCall('deal', data)!);
    const [most, half] = [MAX_NODE_DISPUTE_CALLS, MAX_NODE_DISPUTE_CALLS / 2];
    const decision = decisionCall(8, 1n);
    await often(half, from, to, digestCall(7, 1n, 1));
    await often(half - 1, from, `0x${'5'.repeat(40)}`, decision);
    await ask(digestCall(0, 1n, 1));
    await often(1, from, to, digestCall(0, 1n, 1));
    for (const data of [digestCall(1, 1n, 1), openingCall(1, 1n), decisionCall(1, 1n)]) {
      await expect(ask(data)).rejects.toMatchObject({
        code: 'RELAY_DISPUTE_LIMIT',
        details: { lastDayOfNode: most, mostOfNode: most },
      });
    }
    // Other calls go on, and tomorrow is another day.
    await ask(encodeFunctionData({ abi, functionName: 'exitSlot', args: [1, 0] }));
    const dayMs = DAY_PERIODS * context.profile.periodSeconds * 1000;
    const old = { createdAt: new Date(Date.now() - dayMs - 1000) };
    await db().relayRequest.updateMany({ where: { data: decision }, data: old });
    await ask(digestCall(1, 1n, 1));
  });

  describe('are never reached by a node that disputes each proof of a slot once', () => {
    const profile = profiles.production;
    const [from, to] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`] as [Address, Address];

    /** Asks for a relayed call of every period, all within a day. */
    async function relayedFor(periods: readonly bigint[], name: keyof typeof callsOf) {
      for (const period of periods) {
        const data = callsOf[name](0, period);
        await checkDisputeLimits(db(), profile, { from, to }, readRelayCall('deal', data)!);
        await earlier(from, to, [data]);
      }
    }
    const callsOf = { disputePoSt: openingCall, concludeDispute: decisionCall };

    it('after an outage in which nothing was opened', async () => {
      // At the day's beginning all that can still be disputed, then what each of its hours adds.
      const backlog = profile.rootDelayPeriods + profile.disputeWindowPeriods;
      const periods = periodsFrom(1000n, backlog + 1 + DAY_PERIODS);
      expect(periods).toHaveLength(49);
      await relayedFor(periods, 'disputePoSt');
    });

    it('nor after one in which nothing was decided: a week’s disputes and a day’s are ripe', async () => {
      await relayedFor(periodsFrom(1000n, 7 * DAY_PERIODS + DAY_PERIODS), 'concludeDispute');
    });
  });

  it('lets a node have every proof of 256 slots disputed in all three steps', () => {
    expect(256 * DAY_PERIODS * 3).toBeLessThanOrEqual(MAX_NODE_DISPUTE_CALLS);
  });
});
