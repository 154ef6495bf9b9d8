import { expect } from 'vitest';
import { storageDealFactoryAbi } from '@/lib/core/chain/abi';
import type { DealRun } from '@/scripts/demo/run-deal';
import { waitUntil } from '@/scripts/demo/wait';

/**
 * Waits for the block that publishes a plan, and replaces it by an empty one before it is final.
 * Whoever sent the transaction has to notice and send it again.
 */
export async function dropPublication({ wallet }: DealRun, planId: string): Promise<void> {
  const { chain, network } = wallet;
  const published = async () =>
    chain.getContractEvents({
      address: network.contracts.factory,
      abi: storageDealFactoryAbi,
      eventName: 'DealPublished',
      args: { planId: planId as `0x${string}` },
      fromBlock: BigInt(network.deployedAtBlock),
    });
  const [event] = await waitUntil(published, (events) => events.length > 0, {
    what: 'the block of the publication',
    timeoutSeconds: 60,
    everyMs: 20,
  });
  const head = await chain.getBlockNumber({ cacheTime: 0 });
  const depth = Number(head - (event?.blockNumber ?? head)) + 1;
  const request = chain.request as (call: object) => Promise<unknown>;
  await request({ method: 'anvil_reorg', params: [depth, []] });
  expect(await published()).toEqual([]);
}
