import {
  createPublicClient,
  createWalletClient,
  decodeEventLog,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  publicActions,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  forwarderAbi,
  localBeaconAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import { buildDealTerms, buildSlotTable, type SlotPlan } from '@/lib/core/deals';
import { ticketOf } from '@/lib/core/proofs';
import { type AgentSlot, hoursMapHex, type Network, profiles } from '@/lib/core/protocol';
import { localAccounts } from '@/scripts/lib/accounts.mjs';
import { makeNetwork } from './stub-portal';

const PERIOD_SECONDS = profiles.test.periodSeconds;

function walletOf(rpcUrl: string, owner: { key?: string } | undefined) {
  const account = privateKeyToAccount(owner?.key as Hex);
  const transport = http(rpcUrl);
  return createWalletClient({ account, transport, pollingInterval: 200 }).extend(publicActions);
}

/** A shard that a test deal stores. */
export interface TestShard {
  node: Hex;
  bytes: Uint8Array;
  commD: Hex;
}

/** The chain side of a stub portal: what the platform's own accounts do there. */
export async function openLocalChain(rpcUrl: string, addresses: Record<string, string>) {
  const client = createPublicClient({ transport: http(rpcUrl), pollingInterval: 200 });
  const wallets = {
    portal: walletOf(rpcUrl, localAccounts.portal),
    verifier: walletOf(rpcUrl, localAccounts.verifier),
    relayer: walletOf(rpcUrl, localAccounts.relayer),
    client: walletOf(rpcUrl, localAccounts.clients[0]),
  };
  const block0 = await client.getBlock({ blockNumber: 0n });
  const contracts = Object.fromEntries(
    ['registry', 'factory', 'ledger', 'beacon', 'forwarder'].map((name) => [
      name,
      addresses[name]?.toLowerCase(),
    ]),
  ) as unknown as Network['contracts'];
  const network = makeNetwork({ rpcUrl, contracts, genesisHash: block0.hash });

  /** Sends a transaction and waits until it succeeded. */
  const send = async (from: keyof typeof wallets, to: Hex, data: Hex, value = 0n) => {
    const wallet = wallets[from];
    const hash = await wallet.sendTransaction({ chain: null, to, data, value });
    const receipt = await client.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`A transaction of ${from} failed.`);
    return receipt;
  };

  /** Publishes a deal with one slot per shard and describes its slots as the portal would. */
  const publish = async (
    shards: TestShard[],
    rate: bigint,
    maxSpan: number,
  ): Promise<AgentSlot[]> => {
    const { timestamp } = await client.getBlock();
    const planId = keccak256(toHex(`${timestamp}-${Math.random()}`));
    const sectorBytes = 2048;
    const plans: SlotPlan[] = shards.map(({ node, commD }, slot) => {
      const hoursMap = (1n << 168n) - 1n;
      return { slot, generation: 0, node, payout: node, rate, maxSpan, hoursMap, commD };
    });
    const terms = buildDealTerms({
      client: wallets.client.account.address,
      planId,
      contentHash: planId,
      fileBytes: BigInt(shards.length * 1000),
      sectorBytes,
      k: 1,
      n: shards.length,
      segments: 1,
      durationPeriods: 48,
      maxRate: rate * 2n,
      feeBps: 0,
      profile: profiles.test,
      now: timestamp,
    });
    const abi = storageDealFactoryAbi;
    const data = encodeFunctionData({ abi, functionName: 'publish', args: [terms, plans] });
    const receipt = await send('portal', contracts.factory, data);
    const published = receipt.logs
      .filter((log) => log.address === contracts.factory)
      .map((log) => decodeEventLog({ abi, data: log.data, topics: log.topics }))
      .find((event) => event.eventName === 'DealPublished');
    if (!published) throw new Error('No deal was published.');
    const deal = published.args.deal.toLowerCase() as Hex;
    const seedBlock = await client.getBlock({ blockNumber: receipt.blockNumber - 1n });
    const table = buildSlotTable(plans);
    return plans.map((plan, slot) => ({
      dealId: crypto.randomUUID(),
      deal,
      slot,
      generation: 0,
      state: 'OFFERED',
      commD: plan.commD,
      payloadBytes: shards[slot]?.bytes.length ?? 0,
      sectorBytes,
      rate,
      maxSpan,
      hoursMap: hoursMapHex(plan.hoursMap),
      plan: { ...plan, hoursMap: hoursMapHex(plan.hoursMap) },
      path: table.pathOf(slot),
      sealingDeadline: Number(terms.sealingDeadline),
      ticket: toHex(ticketOf(deal, slot, 0, seedBlock.hash)),
      fileBytes: terms.fileBytes,
      hotCopy: false,
      dealState: 'PENDING',
      closing: false,
    }));
  };

  const slotOf = (deal: Hex, slot: number) =>
    client.readContract({
      address: deal,
      abi: storageDealAbi,
      functionName: 'slotOf',
      args: [slot],
    });

  const judge = (deal: Hex, slot: number, digest: Hex, accepted: boolean) => {
    const verdicts = [{ slot, generation: 0, digest, accepted }];
    const abi = storageDealAbi;
    const data = encodeFunctionData({ abi, functionName: 'recordPoReps', args: [verdicts] });
    return send('verifier', deal, data);
  };

  const start = async (deal: Hex, value: bigint) => {
    const call = { address: deal, abi: storageDealAbi } as const;
    const hash = await client.readContract({ ...call, functionName: 'termsHash' });
    const data = encodeFunctionData({ ...call, functionName: 'startDeal', args: [hash] });
    return send('client', deal, data, value);
  };

  const periodSeed = (period: bigint) =>
    client.readContract({
      address: contracts.beacon,
      abi: localBeaconAbi,
      functionName: 'ofPeriod',
      args: [period],
    });

  /** Records the seed of every period, as the worker does, until aborted. */
  const recordSeeds = async (signal: AbortSignal) => {
    const data = encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' });
    let recorded = 0n;
    while (!signal.aborted) {
      const { timestamp } = await client.getBlock();
      const period = timestamp / BigInt(PERIOD_SECONDS);
      if (period > recorded) {
        await send('portal', contracts.beacon, data).catch(() => undefined);
        recorded = period;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  const forwarderNonce = (from: Hex) =>
    client.readContract({
      address: contracts.forwarder,
      abi: forwarderAbi,
      functionName: 'nonces',
      args: [from],
    });

  return {
    client,
    network,
    wallets,
    send,
    publish,
    slotOf,
    judge,
    start,
    periodSeed,
    recordSeeds,
    forwarderNonce,
  };
}

export type LocalChain = Awaited<ReturnType<typeof openLocalChain>>;
