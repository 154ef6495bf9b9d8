import { readFile } from 'node:fs/promises';
import { createWalletClient, type Hex, http, publicActions } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { microNodeRegistryAbi as abi } from '@/lib/core/chain/abi';
import { localAccounts } from '@/scripts/lib/accounts.mjs';
import { startTestChain, type TestChain } from '@/tests/support';
import { seedHistories } from './history.mjs';

let chain: TestChain;
let registry: Hex;
beforeAll(async () => {
  chain = await startTestChain({ profile: 'test', blockSeconds: 0 });
  registry = JSON.parse(await readFile(chain.deploymentFile, 'utf8')).addresses.registry;
});
afterAll(() => chain?.stop());

async function registered(index: number) {
  const account = privateKeyToAccount(localAccounts.clients[index]?.key as Hex);
  const client = createWalletClient({ account, transport: http(chain.rpcUrl) }).extend(
    publicActions,
  );
  const offer = { accepting: true, rate: 1n, maxSpan: 12, minFileSize: 1n, maxFileSize: 9n };
  const args = [account.address, 1n << 30n, (1n << 168n) - 1n, offer] as const;
  const call = { address: registry, abi, chain: null } as const;
  const hash = await client.writeContract({ ...call, functionName: 'registerNode', args });
  await client.waitForTransactionReceipt({ hash });
  const read = { address: registry, abi, args: [account.address] } as const;
  return {
    operator: account.address,
    rating: () => client.readContract({ ...read, functionName: 'rating' }),
    isDeal: (args: readonly [Hex]) =>
      client.readContract({ address: registry, abi, functionName: 'isDeal', args }),
    workers: () =>
      client.getContractEvents({
        address: registry,
        abi,
        eventName: 'WorkRecorded',
        fromBlock: 0n,
      }),
  };
}

it('gives fresh nodes a history once, and leaves no door open', async () => {
  const first = await registered(0);
  const second = await registered(1);
  expect(await first.rating()).toBe(9000n);
  const members = [
    { operator: first.operator, fulfilments: 95, commitments: 100 },
    { operator: second.operator, fulfilments: 3, commitments: 4 },
  ];
  const options = { rpcUrl: chain.rpcUrl, registry, members };
  expect(await seedHistories(options)).toBe(2);
  expect([await first.rating(), await second.rating()]).toEqual([9500n, 7500n]);
  expect(await seedHistories(options)).toBe(0);
  expect(await first.rating()).toBe(9500n);
  const recorded = await first.workers();
  expect(recorded).toHaveLength(2);
  const pretender = recorded[0]?.args.deal as Hex;
  expect(await first.isDeal([pretender])).toBe(false);
  const held = await chain.rpc<string>('eth_getBalance', [pretender, 'latest']);
  expect(BigInt(held)).toBe(0n);
  const call = { from: pretender, to: registry, data: '0x', gas: '0x5208' };
  await expect(chain.rpc('eth_sendTransaction', [call])).rejects.toThrow();
});
