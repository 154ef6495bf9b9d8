import {
  type Address,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type WalletClient,
} from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { ChainContext } from '@/lib/server/chain';
import { chainContext, chainTraits } from '@/lib/server/chain';
import type { SignerName } from '@/lib/server/chain/outbox';
import { emptyMemory, type SenderContext } from '@/lib/server/chain/sender/signer';
import { logger } from '@/lib/server/logger';
import { anvilKeys } from './env';

/** Accounts of anvil by the role they have in tests. */
export const testAccounts = {
  portal: privateKeyToAccount(anvilKeys[1]),
  verifier: privateKeyToAccount(anvilKeys[2]),
  relayer: privateKeyToAccount(anvilKeys[3]),
  client: privateKeyToAccount(anvilKeys[4]),
  stranger: privateKeyToAccount(anvilKeys[5]),
};

/** What the sender works with for one key, with patience short enough for tests. */
export function senderContext(
  name: SignerName,
  changes: Partial<ChainContext['traits']> = {},
): SenderContext {
  const context = chainContext();
  return {
    ...context,
    traits: { ...context.traits, ...changes },
    signer: { name, account: testAccounts[name] },
    log: logger,
    memory: emptyMemory(),
  };
}

/** A wallet that sends by itself, as a person's would. */
export function wallet(account: PrivateKeyAccount, rpcUrl: string): WalletClient {
  const { chain } = chainTraits(31337);
  return createWalletClient({ account, chain, transport: http(rpcUrl) });
}

/** Sends call data from any account and waits until it is mined; throws when it reverts. */
export async function sendFrom(
  client: PublicClient,
  rpcUrl: string,
  account: PrivateKeyAccount,
  call: { to: Address; data: Hex; value?: bigint },
): Promise<bigint> {
  const { chain } = chainTraits(31337);
  const hash = await wallet(account, rpcUrl).sendTransaction({ account, chain, ...call });
  const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 });
  if (receipt.status !== 'success') throw new Error(`${hash} reverted`);
  return receipt.blockNumber;
}
