import { type Address, encodeFunctionData, type Hex, keccak256, toHex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { storageDealAbi as abi, disputeSelectors } from '@/lib/core/chain';
import { DAY_PERIODS, periodOf, profiles } from '@/lib/core/protocol';
import { relayStatus } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import { lower, refusal, relay, relayRounds, setPayout, signed } from '@/tests/support/forwards';
import { checkDisputeLimits, MAX_TRIES, maxDisputesPerDay } from './dispute-limits';
import { MAX_PER_DAY } from './limits';

const digestCall = (slot: number, period: bigint, of: number) =>
  encodeFunctionData({
    abi,
    functionName: 'submitPoSt',
    args: [slot, 0, period, keccak256(toHex(of))],
  });

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
    const most = maxDisputesPerDay(suite.world.context.profile);
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
    const args = [0, 0, today, '0x', '0x'] as const;
    const opening = encodeFunctionData({ abi, functionName: 'disputePoSt', args });
    await earlier(node.address, to, [opening, opening, opening]);
    await relay(await signed(node, to, digestCall(0, today, 1)));
  });

  it('keeps the quota of a day for other calls and that of disputes apart', async () => {
    const { node, to } = await liveDeal();
    const today = await now();
    const { registry } = suite.world.contracts;
    const digest = digestCall(7, today, 1);
    await earlier(node.address, to, Array(MAX_PER_DAY).fill(digest));
    const payout = setPayout(testAccounts.stranger.address);
    await relay(await signed(node, registry, payout));
    await db().relayRequest.deleteMany();
    await earlier(node.address, registry, Array(MAX_PER_DAY).fill(payout));
    expect((await refusal(await signed(node, registry, payout))).code).toBe('RELAY_LIMIT');
    await relay(await signed(node, to, digestCall(0, today, 1)));
  });

  it('is never reached by a node that disputes every period of a slot, after an outage too', async () => {
    const profile = profiles.production;
    const [from, to] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`] as [Address, Address];
    const selector = disputeSelectors('opening')[0]!;
    // At the day's beginning all that can still be disputed, then what each of its hours adds.
    const backlog = profile.rootDelayPeriods + profile.disputeWindowPeriods;
    for (const period of periodsFrom(1000n, backlog + 1 + DAY_PERIODS)) {
      const dispute = { step: 'opening' as const, period };
      const place = { slot: { slot: 0, generation: 0 }, dispute };
      const call = { functionName: 'disputePoSt', selector, args: [], ...place };
      await checkDisputeLimits(db(), profile, { from, to }, call);
      const args = [0, 0, period, '0x', '0x'] as const;
      const data = encodeFunctionData({ abi, functionName: 'disputePoSt', args });
      await earlier(from, to, [data]);
    }
    expect(await db().relayRequest.count()).toBe(49);
  });
});
