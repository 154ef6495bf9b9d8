import { type Address, encodeFunctionData } from 'viem';
import { storageDealFactoryAbi } from '@/lib/core/chain/abi';
import { testAccounts } from '@/tests/support/chain-test';
import type { Scene } from './scene';

const MONEY = 10_000n * 10n ** 18n;

/** Everybody gets money, nodes register, the platform says who gets its fee. */
export async function open(scene: Scene): Promise<void> {
  const { chain, world, clients, stranger } = scene;
  await chain.prepare();
  for (const client of [...clients, stranger]) await chain.setBalance(client, MONEY);
  for (const client of clients) world.balances.set(client, MONEY);
  for (const { operator, payout, rate } of world.nodes) {
    await chain.register(operator, payout, rate);
  }
  const data = encodeFunctionData({
    abi: storageDealFactoryAbi,
    functionName: 'setFeeRecipient',
    args: [world.feeRecipient],
  });
  if (!(await chain.send(await admin(scene), chain.contracts.factory, data))) {
    throw new Error('The platform cannot name who gets its fee.');
  }
}

async function admin({ chain: { client, contracts } }: Scene): Promise<Address> {
  const role = `0x${'0'.repeat(64)}` as const;
  const logs = await client.getContractEvents({
    address: contracts.factory,
    abi: storageDealFactoryAbi,
    fromBlock: 0n,
  });
  const granted = logs.find(
    (log) => 'role' in (log.args as object) && (log.args as { role: string }).role === role,
  );
  const account = (granted?.args as { account: Address } | undefined)?.account;
  return account ?? testAccounts.portal.address;
}
