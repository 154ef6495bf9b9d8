import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  type Abi,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
  publicActions,
  walletActions,
} from 'viem';
import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import {
  executeBatchCall,
  forwarderAbi,
  forwardRequestData,
  forwardRequestTypedData,
} from '@/lib/core/chain';
import { deploy } from '@/scripts/deploy/deploy.mjs';
import { startAnvil } from '@/scripts/lib/anvil.mjs';
import { freePort } from '@/scripts/lib/ports.mjs';

/** Proving period of the deployment that is measured. */
export const PERIOD_SECONDS = 3600n;
const MNEMONIC = 'test test test test test test test test test test test junk';
/** Fixed, because the number of zero bytes in an address changes what calldata costs. */
export const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
/** Well after any clock this runs on: anvil refuses to go back in time. */
const EPOCH = 4_000_000_000n;
const GAS_LIMIT = 100_000_000n;

export interface Call {
  to: Hex;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
}

/** Encodes a call whose types are only known at run time. */
export const dataOf = ({ abi, functionName, args }: Call): Hex =>
  encodeFunctionData({ abi, functionName, args });

async function startChain() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'msp-gas-'));
  const logFile = path.join(folder, 'anvil.log');
  // The rules that the contracts are compiled for. Later ones charge more for long calldata.
  const { child, rpcUrl } = await startAnvil({
    port: await freePort(),
    logFile,
    hardfork: 'cancun',
  });
  const chain = createTestClient({ chain: foundry, mode: 'anvil', transport: http(rpcUrl) })
    .extend(publicActions)
    .extend(walletActions);
  return {
    chain,
    rpcUrl,
    folder,
    async stop() {
      await child.stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A chain of cancun's rules with the platform in its production profile, where every transaction is
 * a block and its gas is that of the receipt.
 */
export async function startWorld() {
  const { chain, rpcUrl, folder, stop } = await startChain();
  const [portal, verifier, client, relayer] = [1, 2, 3, 4].map(account) as [
    HDAccount,
    HDAccount,
    HDAccount,
    HDAccount,
  ];
  const roles = { admin: portal.address, portal: portal.address, verifier: verifier.address };
  const deploymentFile = path.join(folder, '31337.json');
  const { addresses } = await deploy({ rpcUrl, profile: 'production', deploymentFile, ...roles });
  const contracts = addresses as Record<keyof typeof addresses, Hex>;
  let now = EPOCH;

  /** Sends one transaction and returns the gas of its receipt. */
  async function send(from: HDAccount, call: Call): Promise<bigint> {
    const hash = await chain.sendTransaction({
      account: from,
      to: call.to,
      data: dataOf(call),
      value: call.value ?? 0n,
      gas: GAS_LIMIT,
    });
    const receipt = await chain.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    if (receipt.status !== 'success') throw new Error(`${call.functionName} reverted in ${hash}`);
    return receipt.gasUsed;
  }

  async function signed(from: HDAccount, call: Call) {
    const [nonce, block] = await Promise.all([
      chain.readContract({
        address: contracts.forwarder,
        abi: forwarderAbi,
        functionName: 'nonces',
        args: [from.address],
      }),
      chain.getBlock(),
    ]);
    const request = {
      from: from.address,
      to: call.to,
      value: 0n,
      gas: 3_000_000n,
      nonce,
      deadline: Number(block.timestamp) + 3600,
      data: dataOf(call),
    };
    const typed = forwardRequestTypedData(foundry.id, contracts.forwarder, request);
    return forwardRequestData(request, await from.signTypedData(typed));
  }

  /** Lets the relayer bring calls of nodes in one batch, as the platform does. */
  async function relay(calls: readonly [HDAccount, Call][]): Promise<bigint> {
    const requests = await Promise.all(calls.map(([from, call]) => signed(from, call)));
    const data = executeBatchCall(requests, relayer.address);
    const hash = await chain.sendTransaction({
      account: relayer,
      to: contracts.forwarder,
      data,
      gas: GAS_LIMIT,
    });
    const receipt = await chain.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    if (receipt.status !== 'success') throw new Error(`the batch ${hash} reverted`);
    return receipt.gasUsed;
  }

  return {
    chain,
    contracts,
    portal,
    verifier,
    client,
    relayer,
    send,
    relay,
    stop,
    /** Begins the next period but `count` − 1. */
    async skip(count = 1n): Promise<bigint> {
      const period = now / PERIOD_SECONDS + count;
      now = period * PERIOD_SECONDS;
      await chain.setNextBlockTimestamp({ timestamp: now });
      await chain.mine({ blocks: 5 });
      return period;
    },
    fund: (who: Hex) => chain.setBalance({ address: who, value: parseEther('1000') }),
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
