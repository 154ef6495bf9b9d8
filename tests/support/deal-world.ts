import { randomBytes, randomUUID } from 'node:crypto';
import { type Address, encodeFunctionData, type Hex, keccak256, toHex } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { microNodeRegistryAbi, storageDealAbi, storageDealFactoryAbi } from '@/lib/core/chain';
import { buildSlotTable, type DealTerms, type SlotPlan } from '@/lib/core/deals';
import { type ChainContext, chainContext } from '@/lib/server/chain';
import { db } from '@/lib/server/db';
import type { TestChain } from './chain';
import { sendFrom, testAccounts } from './chain-test';

const FULL_WEEK = (1n << 168n) - 1n;
const lower = (address: string) => address.toLowerCase() as Address;

/** What test nodes ask for. */
export const offer = {
  accepting: true,
  rate: 1_000_000n,
  maxSpan: 24,
  minFileSize: 0n,
  maxFileSize: 1n << 40n,
};

/** A deal as its maker knows it. */
export interface TestDeal {
  id: string;
  address: Address;
  plans: SlotPlan[];
  terms: DealTerms;
  path(slot: number): Hex[];
}

/** Nodes and deals on a test chain, each step done by the party that does it in life. */
export class DealWorld {
  readonly context: ChainContext;
  readonly nodes: PrivateKeyAccount[] = [];

  constructor(readonly chain: TestChain) {
    this.context = chainContext();
  }

  get contracts() {
    return this.context.deployment.contracts;
  }

  send(account: PrivateKeyAccount, to: Address, data: Hex, value?: bigint): Promise<bigint> {
    return sendFrom(this.context.client, this.chain.rpcUrl, account, { to, data, value });
  }

  async mine(blocks = 4): Promise<void> {
    await this.chain.rpc('anvil_mine', [toHex(blocks)]);
  }

  /** A funded account with a key of its own. */
  async newAccount(): Promise<PrivateKeyAccount> {
    const account = privateKeyToAccount(toHex(randomBytes(32)));
    await this.chain.rpc('anvil_setBalance', [account.address, toHex(10n ** 21n)]);
    return account;
  }

  async addNodes(count: number, capacity = 1n << 40n): Promise<void> {
    for (let i = 0; i < count; i++) {
      const account = await this.newAccount();
      await this.send(
        account,
        this.contracts.registry,
        registerNodeCall(account.address, capacity),
      );
      this.nodes.push(account);
    }
  }

  /** Rows of a confirmed deal, and its publication on the chain with one slot per node. */
  async publish(nodes = this.nodes): Promise<TestDeal> {
    const planId = keccak256(randomBytes(32));
    const id = await this.confirmedDeal(planId, nodes.length);
    const plans = nodes.map((node, slot) => planFor(node.address, slot, 0));
    const now = await this.now();
    const terms: DealTerms = {
      client: lower(testAccounts.client.address),
      planId,
      contentHash: keccak256('0x01'),
      fileBytes: 1000n,
      sectorBytes: 2048n,
      dataShards: 1,
      totalShards: nodes.length,
      slotCount: nodes.length,
      durationPeriods: 100n,
      maxRate: offer.rate * 2n,
      sealRewardPeriods: 24,
      minRunwayPeriods: 6,
      feeBps: 0,
      sealingDeadline: now + 3600n,
      startDeadline: now + 7200n,
    };
    const { factory } = this.contracts;
    const address = await this.context.client.readContract({
      address: factory,
      abi: storageDealFactoryAbi,
      functionName: 'predict',
      args: [planId],
    });
    const data = encodeFunctionData({
      abi: storageDealFactoryAbi,
      functionName: 'publish',
      args: [terms, plans],
    });
    await this.send(testAccounts.portal, factory, data);
    const table = buildSlotTable(plans);
    return { id, address: lower(address), plans, terms, path: (slot) => table.pathOf(slot) };
  }

  /** PreCommit and proveCommit of one slot, then the verifier's word. */
  async prove(deal: TestDeal, slot: number, accepted = true, commR?: Hex): Promise<Hex> {
    const digest = await this.submitPoRep(deal, slot, commR);
    const verdict = { slot, generation: 0, digest, accepted };
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'recordPoReps',
      args: [[verdict]],
    });
    await this.send(testAccounts.verifier, deal.address, data);
    return digest;
  }

  async submitPoRep(deal: TestDeal, slot: number, commR?: Hex): Promise<Hex> {
    const node = this.nodeOf(deal, slot);
    await this.send(node, deal.address, preCommitCall(deal, slot, commR));
    await this.mine(this.context.profile.localSeedDelay + 2);
    const digest = keccak256(randomBytes(32));
    const args = [slot, 0, digest] as const;
    const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'proveCommit', args });
    await this.send(node, deal.address, data);
    return digest;
  }

  nodeOf(deal: TestDeal, slot: number): PrivateKeyAccount {
    const operator = deal.plans[slot]!.node;
    return this.nodes.find((node) => lower(node.address) === operator)!;
  }

  async start(deal: TestDeal, value = 10n ** 18n): Promise<void> {
    const termsHash = await this.context.client.readContract({
      address: deal.address,
      abi: storageDealAbi,
      functionName: 'termsHash',
    });
    const data = encodeFunctionData({
      abi: storageDealAbi,
      functionName: 'startDeal',
      args: [termsHash],
    });
    await this.send(testAccounts.client, deal.address, data, value);
  }

  async now(): Promise<bigint> {
    return (await this.context.client.getBlock()).timestamp;
  }

  private async confirmedDeal(planId: Hex, n: number): Promise<string> {
    const owner = lower(testAccounts.client.address);
    const upload = { id: randomUUID(), owner, filename: 'f', contentType: 'text/plain' };
    await db().upload.create({
      data: { ...upload, bytes: 1000n, status: 'CONSUMED', expiresAt: new Date(2e12) },
    });
    const deal = await db().deal.create({
      data: {
        client: owner,
        uploadId: upload.id,
        status: 'PUBLISHED',
        tier: 'instant',
        durationPeriods: 100,
        fileBytes: 1000n,
        k: 1,
        n,
        confirmedPlanId: planId,
      },
    });
    return deal.id;
  }
}

/** Call data of a node that registers itself. */
export function registerNodeCall(payout: Address, capacity = 1n << 40n): Hex {
  return encodeFunctionData({
    abi: microNodeRegistryAbi,
    functionName: 'registerNode',
    args: [payout, capacity, FULL_WEEK, offer],
  });
}

export function preCommitCall(deal: TestDeal, slot: number, commR: Hex = keccak256('0x02')): Hex {
  return encodeFunctionData({
    abi: storageDealAbi,
    functionName: 'preCommit',
    args: [deal.plans[slot]!, deal.path(slot), commR],
  });
}

export function planFor(node: Address, slot: number, generation: number): SlotPlan {
  return {
    slot,
    generation,
    node: lower(node),
    payout: lower(node),
    rate: offer.rate,
    maxSpan: offer.maxSpan,
    hoursMap: FULL_WEEK,
    commD: keccak256(toHex(slot + 1, { size: 32 })),
  };
}
