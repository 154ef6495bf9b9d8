import type { Hex, TransactionReceipt } from 'viem';
import type { Config } from 'wagmi';
import {
  getAccount,
  getBlock,
  getPublicClient,
  getTransactionReceipt,
  simulateContract,
  switchChain,
  writeContract,
} from 'wagmi/actions';
import { pollMs } from './chain';
import { gasFor } from './gas';
import { type WalletKit, walletKit } from './kit';
import type { ContractCall, TransactionState } from './transaction-types';
import { walletError } from './wallet-error';

export type Report = (state: TransactionState) => void;

/** The connected account, on the portal's chain. */
async function readyAccount({ config, network }: WalletKit): Promise<Hex> {
  const { address, chainId } = getAccount(config);
  if (!address) throw walletError('WALLET_NOT_CONNECTED');
  if (chainId !== network.chainId) {
    await switchChain(config, { chainId: network.chainId }).catch((error: unknown) => {
      const known = walletError(error);
      throw known.code === 'USER_REJECTED' ? walletError('WRONG_NETWORK') : known;
    });
  }
  return address;
}

/** A mined transaction that reverted says why only when it is tried again on that block. */
async function throwRevert(
  config: Config,
  call: ContractCall,
  account: Hex,
  blockNumber: bigint,
): Promise<never> {
  await simulateContract(config, { ...call, account, blockNumber } as never).catch(
    (error: unknown) => {
      const known = walletError(error);
      throw known.code === 'CHAIN_UNREACHABLE' ? walletError('REVERTED_WHEN_MINED') : known;
    },
  );
  throw walletError('REVERTED_WHEN_MINED');
}

/**
 * Waits for the block, however long it takes. Once something is sent only the chain decides what
 * became of it: an RPC that is away must not look like a payment that did not happen.
 */
async function receiptOf(
  { config, network }: WalletKit,
  hash: Hex,
  onReplaced: (reason: string) => void,
): Promise<TransactionReceipt> {
  // viem's own: wagmi's would hide the reason of a revert.
  const client = getPublicClient(config);
  if (!client) throw new Error('The wallet kit knows no chain.');
  for (;;) {
    try {
      return await client.waitForTransactionReceipt({
        hash,
        timeout: 0,
        onReplaced: ({ reason }) => onReplaced(reason),
      });
    } catch {
      await pause(pollMs(network.chainId));
    }
  }
}

async function mined(
  kit: WalletKit,
  call: ContractCall,
  account: Hex,
  hash: Hex,
): Promise<TransactionReceipt> {
  let cancelled = false;
  const receipt = await receiptOf(kit, hash, (reason) => {
    cancelled = reason !== 'repriced';
  });
  if (cancelled) throw walletError('REPLACED');
  if (receipt.status === 'reverted') {
    await throwRevert(kit.config, call, account, receipt.blockNumber);
  }
  return receipt;
}

/**
 * Simulates, asks the wallet, and waits until the call is in a block.
 * @param report is told each step on the way
 * @throws WalletError in the words of the contract or the wallet
 */
export async function sendTransaction(
  call: ContractCall,
  report: Report,
): Promise<TransactionReceipt> {
  let hash: Hex | undefined;
  try {
    report({ step: 'simulating' });
    const kit = await walletKit();
    const account = await readyAccount(kit);
    const { request } = await simulateContract(kit.config, { ...call, account } as never);
    const gas = await gasFor(kit.config, call, account);
    report({ step: 'confirm' });
    hash = await writeContract(kit.config, { ...(request as object), gas } as never);
    report({ step: 'pending', hash });
    const receipt = await mined(kit, call, account, hash);
    report({ step: 'mined', hash: receipt.transactionHash, receipt });
    return receipt;
  } catch (cause) {
    const error = walletError(cause);
    report({ step: 'failed', hash, error });
    throw error;
  }
}

const pause = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Waits until the chain cannot take the block back any more. A receipt that moved to another block
 * is followed there; one that vanished leaves the step at `mined`, for it may come again.
 */
export async function watchFinality(
  mined: TransactionReceipt,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { config, network } = await walletKit();
  const hash = mined.transactionHash;
  while (!signal.aborted) {
    try {
      const [final, receipt] = await Promise.all([
        getBlock(config, { blockTag: 'finalized' }),
        getTransactionReceipt(config, { hash }),
      ]);
      if ((final.number ?? 0n) >= receipt.blockNumber) {
        if (!signal.aborted) report({ step: 'finalised', hash, receipt });
        return;
      }
    } catch {
      // The RPC was away or the block was: both are asked again.
    }
    await pause(pollMs(network.chainId) * 2, signal);
  }
}
