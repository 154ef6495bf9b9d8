import { encodeFunctionData, type Hex, keccak256, toHex } from 'viem';
import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain/abi';
import { type AgentSlot, profiles } from '@/lib/core/protocol';
import type { TestChain } from '@/tests/support';
import { ChainReader } from '../daemon/chain';
import { DirectCalls } from '../daemon/direct';
import type { RelayClient } from '../daemon/relay';
import type { LocalChain } from './local-chain';
import { testOperator } from './stub-portal';

const abi = storageDealAbi;

/** A relay at which nothing waits, as the chain's word on nonces. */
function idle(reader: ChainReader): Pick<RelayClient, 'whenIdle'> {
  return { whenIdle: async (use) => use(await reader.forwarderNonce(testOperator.address)) };
}

/** What a node works with, by default one that is on its own. */
export function localNode(
  chain: LocalChain,
  rpcUrl: string,
  relayOf: (reader: ChainReader) => Pick<RelayClient, 'whenIdle'> = idle,
) {
  const reader = new ChainReader(chain.network, rpcUrl);
  const relay = relayOf(reader);
  return { reader, direct: new DirectCalls(testOperator, chain.network, rpcUrl, reader, relay) };
}

/** Registers the test operator, at its own expense. */
export async function registerOperator(
  chain: LocalChain,
  testChain: Pick<TestChain, 'rpc' | 'rpcUrl'>,
  rate = 1n,
): Promise<void> {
  const { address } = testOperator;
  await testChain.rpc('anvil_setBalance', [address, toHex(10n ** 18n)]);
  const limits = { minFileSize: 0n, maxFileSize: 1n << 40n };
  const parameters = { accepting: true, rate, maxSpan: 12, ...limits };
  const args = [address, 1n << 30n, (1n << 168n) - 1n, parameters] as const;
  const data = encodeFunctionData({
    abi: microNodeRegistryAbi,
    functionName: 'registerNode',
    args,
  });
  await localNode(chain, testChain.rpcUrl).direct.send(chain.network.contracts.registry, data);
}

/** A live deal whose slots the test operator holds all; nothing was sealed for it. */
export async function liveSlots(
  chain: LocalChain,
  rpcUrl: string,
  count: number,
  rate = 1n,
): Promise<AgentSlot[]> {
  const { direct, reader } = localNode(chain, rpcUrl);
  const node = testOperator.address.toLowerCase() as Hex;
  const shards = Array.from({ length: count }, () => ({
    ...{ node, bytes: new Uint8Array(100), commD: toHex(1, { size: 32 }) },
  }));
  const slots = await chain.publish(shards, rate, 12);
  for (const { deal, slot, path, plan } of slots) {
    const own = { ...plan, hoursMap: BigInt(plan.hoursMap) };
    const commR = toHex(slot + 1, { size: 32 });
    const args = [own, path, commR] as const;
    await direct.send(deal, encodeFunctionData({ abi, functionName: 'preCommit', args }));
  }
  for (const { deal, slot } of slots) {
    for (let block = 0; block <= profiles.test.localSeedDelay + 1; block++) {
      if (await reader.interactiveBeacon(deal, slot)) break;
      await chain.send('relayer', chain.wallets.relayer.account.address, '0x');
    }
    const digest = keccak256(toHex(slot));
    const args = [slot, 0, digest] as const;
    await direct.send(deal, encodeFunctionData({ abi, functionName: 'proveCommit', args }));
    await chain.judge(deal, slot, digest, true);
  }
  if (slots[0]) await chain.start(slots[0].deal, 10n ** 18n);
  return slots;
}
