import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { storageDealAbi as abi, proofLedgerAbi } from '@/lib/core/chain';
import { periodOf } from '@/lib/core/protocol';
import { db } from '@/lib/server/db';
import { useChainSuite } from '@/tests/support/chain-suite';
import { testAccounts } from '@/tests/support/chain-test';
import type { TestDeal } from '@/tests/support/deal-world';
import { refusal, signed } from '@/tests/support/forwards';

describe('relayed openings of disputes', () => {
  const suite = useChainSuite();
  let deal: TestDeal;
  let period: bigint;
  const ROOT = keccak256('0x01');

  const profile = () => suite.world.context.profile;
  const enter = (later: bigint) =>
    suite.chain.rpc('evm_setNextBlockTimestamp', [Number(later) * profile().periodSeconds]);

  beforeEach(async () => {
    await suite.world.addNodes(1);
    deal = await suite.world.publish();
    await suite.world.prove(deal, 0);
    await suite.world.start(deal);
    period = periodOf(Number(await suite.world.now()), profile().periodSeconds) + 2n;
    await enter(period + 1n);
    await suite.catchUp();
  });

  const postRoot = (of: bigint, root: Hex = ROOT) => {
    const args = [of, root, keccak256('0x04'), 'x'] as const;
    const data = encodeFunctionData({ abi: proofLedgerAbi, functionName: 'postVerdicts', args });
    return suite.world.send(testAccounts.verifier, suite.world.contracts.ledger, data);
  };
  /** What the portal judged, and the root it published. */
  async function judged(status: 'ACCEPTED' | 'REJECTED', root: Hex = ROOT) {
    const { id: dealId } = await db().deal.findFirstOrThrow({ select: { id: true } });
    await db().period.create({ data: { index: period, status: 'POSTED', root } });
    const [operator, digest] = [suite.world.nodes[0]!.address.toLowerCase(), keccak256('0x02')];
    const verdict = { dealId, slot: 0, generation: 0, period, digest, status };
    await db().postSubmission.create({
      data: {
        ...{ period, operator, digest, bytes: 1 },
        objectKey: 'x',
        verdicts: { create: verdict },
      },
    });
  }
  /** Why the relay does not take an opening without evidence. */
  async function refused() {
    const args = [0, 0, period, '0x', '0x'] as const;
    const data = encodeFunctionData({ abi, functionName: 'disputePoSt', args });
    return refusal(await signed(suite.world.nodes[0]!, deal.address as Address, data));
  }
  const needless = (reason: string) => ({ code: 'RELAY_DISPUTE_NEEDLESS', details: { reason } });
  /** The portal would pay: it is the contract that wants evidence. */
  const needed = { code: 'RELAY_REVERTED', details: { error: 'NoReceipt' } };

  it('are not paid for while the root that tells may come, nor when it has the proof', async () => {
    expect(await refused()).toMatchObject(needless('root-may-come'));
    await judged('ACCEPTED');
    expect(await refused()).toMatchObject(needless('root-may-come'));
    await postRoot(period);
    const error = await refused();
    expect(error).toMatchObject(needless('accepted'));
    expect(error.message).toMatch(/accepted .* period .* pays for no dispute/);
  });

  it('are paid for where the ledger left the proof out', async () => {
    await judged('REJECTED');
    await postRoot(period);
    expect(await refused()).toMatchObject(needed);
  });

  it('are paid for where another root than the published one is on chain', async () => {
    await judged('ACCEPTED', keccak256('0x03'));
    await postRoot(period);
    expect(await refused()).toMatchObject(needed);
  });

  it('are paid for where a later root or the time leaves the period without one', async () => {
    await judged('ACCEPTED');
    const last = period + BigInt(profile().rootDelayPeriods);
    await enter(last);
    await suite.world.mine();
    expect(await refused()).toMatchObject(needless('root-may-come'));
    await enter(last + 1n);
    await suite.world.mine();
    expect(await refused()).toMatchObject(needed);
  });

  it('are paid for once a later period has a root', async () => {
    await judged('ACCEPTED');
    await enter(period + 2n);
    await postRoot(period + 1n, keccak256('0x05'));
    expect(await refused()).toMatchObject(needed);
  });
});
