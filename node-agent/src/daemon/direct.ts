import {
  type Address,
  createClient,
  formatEther,
  type Hex,
  http,
  parseEventLogs,
  type TransactionReceipt,
} from 'viem';
import {
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getTransactionCount,
  sendRawTransaction,
  waitForTransactionReceipt,
} from 'viem/actions';
import { forwarderAbi } from '@/lib/core/chain/abi';
import { executeBatchCall, forwardRequestData } from '@/lib/core/chain/forward-request';
import { AppError } from '@/lib/core/errors';
import { type Network, signedForward } from '@/lib/core/protocol';
import { forwardGas, signForward } from './forward';
import type { Operator } from './operator';
import type { RelayChain, RelayClient } from './relay';
import { Mutex } from './wait';

const GAS_MARGIN_PERCENT = 140n;
const MINED_MS = 10 * 60_000;
/** Most calls in one transaction. */
const MAX_BATCH = 20;

/** A call of the node. */
export interface NodeCall {
  to: Address;
  data: Hex;
}

type Settled = PromiseSettledResult<void>;
const DONE: Settled = { status: 'fulfilled', value: undefined };
const failed = (reason: unknown): Settled => ({ status: 'rejected', reason });

/** Calls that the node sends and pays for itself, one transaction after the other. */
export class DirectCalls {
  private readonly client;
  private readonly mutex = new Mutex();

  constructor(
    private readonly operator: Operator,
    private readonly network: Network,
    rpcUrl: string,
    private readonly chain: Pick<RelayChain, 'forwardedGas'>,
    private readonly relay: Pick<RelayClient, 'whenIdle'>,
  ) {
    this.client = createClient({
      transport: http(rpcUrl, { timeout: 15_000, retryCount: 2 }),
      pollingInterval: 500,
    });
  }

  /**
   * Sends a call and waits until it is mined. Simulated first, so that nothing is paid for a refusal.
   *
   * @throws AppError `AGENT_NO_GAS`, `AGENT_CALL_REVERTED`; viem's error when the simulation reverts
   */
  async send(to: Address, data: Hex): Promise<void> {
    await this.mutex.run(() => this.transact({ to, data }));
  }

  /**
   * Sends many calls in as few transactions as possible: through the forwarder, as the portal's relay
   * would. They take its nonces, so calls of the node that wait at the portal would fail: while there
   * may be any, each has a transaction of its own. Each succeeds or fails by itself, with what
   * {@link send} throws.
   */
  async sendAll(calls: readonly NodeCall[]): Promise<Settled[]> {
    const results: Settled[] = [];
    for (let at = 0; at < calls.length; at += MAX_BATCH) {
      results.push(...(await this.sendBatch(calls.slice(at, at + MAX_BATCH))));
    }
    return results;
  }

  private async sendBatch(calls: readonly NodeCall[]): Promise<Settled[]> {
    if (calls.length <= 1) return this.sendEach(calls);
    const { address } = this.operator;
    const gas = await Promise.allSettled(
      calls.map(({ to, data }) => this.chain.forwardedGas(address, to, data)),
    );
    const good = calls.flatMap((call, i) => {
      const estimate = gas[i];
      return estimate?.status === 'fulfilled' ? [{ call, gas: forwardGas(estimate.value) }] : [];
    });
    const sent = good.length < 2 ? await this.sendEach(good.map(({ call }) => call)) : undefined;
    const rest = (sent ?? (await this.sendTogether(good))).values();
    return gas.map((estimate) =>
      estimate.status === 'rejected' ? estimate : (rest.next().value as Settled),
    );
  }

  private sendEach(calls: readonly NodeCall[]): Promise<Settled[]> {
    return Promise.allSettled(calls.map(({ to, data }) => this.send(to, data)));
  }

  private async sendTogether(calls: readonly { call: NodeCall; gas: bigint }[]) {
    try {
      return await this.execute(calls);
    } catch (error) {
      // What does not pay for all of them may pay for some.
      if (!paysForSome(error, calls.length)) return calls.map(() => failed(error));
      const half = Math.ceil(calls.length / 2);
      const parts = [calls.slice(0, half), calls.slice(half)];
      const results: Settled[] = [];
      for (const part of parts) results.push(...(await this.sendBatch(part.map((c) => c.call))));
      return results;
    }
  }

  /** One transaction; a request that the forwarder skips, as its nonce was used, is sent alone. */
  private async execute(calls: readonly { call: NodeCall; gas: bigint }[]): Promise<Settled[]> {
    const { operator, network } = this;
    const { forwarder } = network.contracts;
    const sent = await this.relay.whenIdle(async (first) => {
      const signed = calls.map(async ({ call, gas }, i) => {
        const forward = await signForward(operator, network, {
          ...{ ...call, gas, nonce: first + BigInt(i) },
        });
        const { request, signature } = signedForward.parse(forward);
        return forwardRequestData(request, signature);
      });
      const data = executeBatchCall(await Promise.all(signed), operator.address);
      const mined = await this.mutex.run(() => this.transact({ to: forwarder, data }));
      return { first, mined };
    });
    if (!sent) return this.sendEach(calls.map(({ call }) => call));
    const { first, mined } = sent;
    const logs = mined.logs.filter(({ address }) => address.toLowerCase() === forwarder);
    const events = parseEventLogs({ abi: forwarderAbi, logs, eventName: 'ExecutedForwardRequest' });
    const success = new Map(events.map(({ args }) => [args.nonce, args.success]));
    return Promise.all(
      calls.map(async ({ call }, i) => {
        const isDone = success.get(first + BigInt(i));
        if (isDone) return DONE;
        if (isDone === false) return failed(reverted(mined.transactionHash));
        return (await this.sendEach([call]))[0] as Settled;
      }),
    );
  }

  private async transact({ to, data }: NodeCall): Promise<TransactionReceipt> {
    const { address: account } = this.operator;
    const estimate = await estimateGas(this.client, { account, to, data });
    const gas = (estimate * GAS_MARGIN_PERCENT) / 100n;
    const fees = await estimateFeesPerGas(this.client);
    await this.assertFunds(gas * fees.maxFeePerGas);
    const nonce = await getTransactionCount(this.client, {
      address: account,
      blockTag: 'pending',
    });
    const { chainId } = this.network;
    const { maxFeePerGas, maxPriorityFeePerGas } = fees;
    const serializedTransaction = await this.operator.signTransaction({
      ...{ type: 'eip1559', chainId, to, data, gas, nonce, maxFeePerGas, maxPriorityFeePerGas },
    });
    const hash = await sendRawTransaction(this.client, { serializedTransaction });
    const mined = await waitForTransactionReceipt(this.client, { hash, timeout: MINED_MS });
    if (mined.status === 'success') return mined;
    throw reverted(hash);
  }

  private async assertFunds(needed: bigint): Promise<void> {
    const balance = await getBalance(this.client, { address: this.operator.address });
    if (balance >= needed) return;
    throw new AppError(
      'AGENT_NO_GAS',
      `${this.operator.address} has ${formatEther(balance)} FIL, this call may take ${formatEther(needed)} FIL of gas. Send some to it.`,
      { details: { balance: balance.toString(), needed: needed.toString() } },
    );
  }
}

function reverted(hash: Hex): AppError {
  return new AppError('AGENT_CALL_REVERTED', `The call was mined and reverted (${hash}).`);
}

/** True when the account has the gas of one of `count` calls at least. */
function paysForSome(error: unknown, count: number): boolean {
  if (!AppError.is(error, 'AGENT_NO_GAS')) return false;
  const { balance, needed } = error.details;
  return BigInt(String(balance)) * BigInt(count) >= BigInt(String(needed));
}
