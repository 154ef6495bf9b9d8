import { type Address, createClient, formatEther, type Hex, http } from 'viem';
import {
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getTransactionCount,
  sendRawTransaction,
  waitForTransactionReceipt,
} from 'viem/actions';
import { AppError } from '@/lib/core/errors';
import type { Network } from '@/lib/core/protocol';
import type { Operator } from './operator';
import { Mutex } from './wait';

const GAS_MARGIN_PERCENT = 140n;
const MINED_MS = 10 * 60_000;

/** Calls that the node sends and pays for itself, one after the other. */
export class DirectCalls {
  private readonly client;
  private readonly mutex = new Mutex();

  constructor(
    private readonly operator: Operator,
    private readonly network: Network,
    rpcUrl: string,
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
  send(to: Address, data: Hex): Promise<void> {
    return this.mutex.run(async () => {
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
      if (mined.status === 'success') return;
      throw new AppError('AGENT_CALL_REVERTED', `The call was mined and reverted (${hash}).`);
    });
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
