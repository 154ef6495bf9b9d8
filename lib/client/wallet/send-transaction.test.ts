import { custom, encodeErrorResult, type Hex, parseAbi, type TransactionReceipt } from 'viem';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createConfig, mock } from 'wagmi';
import { connect } from 'wagmi/actions';
import { storageDealAbi } from '@/lib/core/chain';
import type { Network } from '@/lib/core/protocol/network';
import { chainOf } from './chain';
import type { TransactionState } from './transaction-types';

const kit = vi.hoisted(() => ({ current: undefined as unknown }));
vi.mock('./kit', () => ({ walletKit: async () => kit.current }));
const { sendTransaction, watchFinality } = await import('./send-transaction');

const ACCOUNT: Hex = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const DEAL: Hex = `0x${'de'.repeat(20)}`;
const HASH: Hex = `0x${'ab'.repeat(32)}`;
const network = { chainId: 31337, chainName: 'Local', rpcUrl: 'http://127.0.0.1:1' } as Network;
const call = {
  address: DEAL,
  abi: parseAbi(['function topUp() payable']),
  functionName: 'topUp',
  args: [],
  value: 5n,
} as const;
const revertData = encodeErrorResult({
  abi: storageDealAbi,
  errorName: 'WrongState',
  args: [1, 3],
});
const refuse = (code: number, message: string, data?: Hex): never => {
  throw Object.assign(new Error(message), { code, data });
};

/** A chain that answers as each test wants it. */
interface Script {
  simulate(attempt: number): Hex;
  status: '0x0' | '0x1';
  finalised: Hex[];
  sign?(params: unknown[]): Hex;
  /** Called before each answer about the receipt. */
  askReceipt?(): void;
}
const good: Script = { simulate: () => '0x', status: '0x1', finalised: ['0x5'] };

const receiptJson = (status: Hex) => ({
  transactionHash: HASH,
  blockNumber: '0x5',
  blockHash: `0x${'05'.repeat(32)}`,
  status,
  from: ACCOUNT,
  to: DEAL,
  logs: [],
  gasUsed: '0x1',
  cumulativeGasUsed: '0x1',
  effectiveGasPrice: '0x1',
  transactionIndex: '0x0',
  type: '0x2',
});

function chain(script: Script) {
  let simulations = 0;
  let finality = 0;
  const answers: Record<string, (params: unknown[]) => unknown> = {
    eth_chainId: () => '0x7a69',
    eth_accounts: () => [ACCOUNT],
    eth_requestAccounts: () => [ACCOUNT],
    eth_blockNumber: () => '0x6',
    eth_estimateGas: () => '0x5208',
    eth_call: () => script.simulate(simulations++),
    eth_sendTransaction: (params) => (script.sign ? script.sign(params) : HASH),
    eth_getTransactionReceipt: () => {
      script.askReceipt?.();
      return receiptJson(script.status);
    },
    eth_getTransactionByHash: () => ({ hash: HASH, nonce: '0x0', from: ACCOUNT, input: '0x' }),
    eth_getBlockByNumber: ([tag]) => {
      const last = script.finalised.length - 1;
      const number = tag === 'finalized' ? script.finalised[Math.min(finality++, last)] : '0x6';
      return { number, hash: HASH, transactions: [], timestamp: '0x1', baseFeePerGas: '0x1' };
    },
  };
  return {
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      const answer = answers[method];
      return answer ? answer((params ?? []) as unknown[]) : refuse(-32601, `no ${method}`);
    },
  };
}

async function start(script: Script, accounts: readonly [Hex] | null = [ACCOUNT]): Promise<void> {
  const portal = chainOf(network);
  const transport = custom(chain(script), { retryCount: 0 });
  const config = createConfig({
    chains: [portal],
    connectors: [mock({ accounts: accounts ?? [ACCOUNT] })],
    transports: { [portal.id]: transport },
    pollingInterval: 1,
    storage: null,
  });
  const connector = config.connectors[0];
  if (connector && accounts) {
    const provider = chain(script);
    Object.assign(connector, { getProvider: async () => provider });
    await connect(config, { connector, chainId: portal.id });
  }
  kit.current = { config, network };
}

const steps: TransactionState[] = [];
const report = (state: TransactionState) => void steps.push(state);
const names = () => steps.map(({ step }) => step);

beforeEach(() => {
  steps.length = 0;
});

describe('sendTransaction', () => {
  it('goes through every step and ends in a block', async () => {
    await start(good);
    const receipt = await sendTransaction(call, report);
    expect(receipt.blockNumber).toBe(5n);
    expect(names()).toEqual(['simulating', 'confirm', 'pending', 'mined']);
    expect(steps.at(-1)?.hash).toBe(HASH);
  });

  it('offers more gas than the estimate, which a new period may exceed', async () => {
    const sign = vi.fn(() => HASH);
    await start({ ...good, sign });
    await sendTransaction(call, report);
    const gas = `0x${(0x5208 * 1.3).toString(16)}`;
    expect(sign).toHaveBeenCalledWith([expect.objectContaining({ gas })]);
  });

  it('asks the wallet for nothing when the simulation reverts', async () => {
    const sign = vi.fn(() => HASH);
    const simulate = () => refuse(3, 'execution reverted', revertData);
    await start({ ...good, sign, simulate });
    await expect(sendTransaction(call, report)).rejects.toMatchObject({
      code: 'WRONG_STATE',
      detail: 'The deal is in state 3, not in 1.',
    });
    expect(sign).not.toHaveBeenCalled();
    expect(names()).toEqual(['simulating', 'failed']);
  });

  it('says so when the owner declines', async () => {
    await start({ ...good, sign: () => refuse(4001, 'User rejected the request.') });
    await expect(sendTransaction(call, report)).rejects.toMatchObject({ code: 'USER_REJECTED' });
    expect(names()).toEqual(['simulating', 'confirm', 'failed']);
  });

  it('gives the reason of a revert that happened only in the block', async () => {
    const simulate = (attempt: number): Hex =>
      attempt === 0 ? '0x' : refuse(3, 'execution reverted', revertData);
    await start({ ...good, status: '0x0', simulate });
    await expect(sendTransaction(call, report)).rejects.toMatchObject({ code: 'WRONG_STATE' });
    expect(steps.at(-1)).toMatchObject({ step: 'failed', hash: HASH });
  });

  it('goes on waiting for what was sent while the chain does not answer', async () => {
    let asked = 0;
    const askReceipt = () => {
      asked += 1;
      if (asked <= 2) refuse(-32603, 'The node is starting.');
    };
    await start({ ...good, askReceipt });
    await sendTransaction(call, report);
    expect(asked).toBeGreaterThan(2);
    expect(names()).toEqual(['simulating', 'confirm', 'pending', 'mined']);
  });

  it('has words for a revert that does not repeat', async () => {
    await start({ ...good, status: '0x0' });
    await expect(sendTransaction(call, report)).rejects.toMatchObject({
      code: 'REVERTED_WHEN_MINED',
    });
  });

  it('needs a connected wallet', async () => {
    await start(good, null);
    await expect(sendTransaction(call, report)).rejects.toMatchObject({
      code: 'WALLET_NOT_CONNECTED',
    });
  });
});

describe('watchFinality', () => {
  const mined = { transactionHash: HASH, blockNumber: 5n } as TransactionReceipt;

  it('reports finality when the final block has passed the transaction, not before', async () => {
    await start({ ...good, finalised: ['0x3', '0x5'] });
    await watchFinality(mined, report, new AbortController().signal);
    expect(names()).toEqual(['finalised']);
  });

  it('ends with its page', async () => {
    await start({ ...good, finalised: ['0x3'] });
    const page = new AbortController();
    const watching = watchFinality(mined, report, page.signal);
    page.abort();
    await watching;
    expect(names()).toEqual([]);
  });
});
