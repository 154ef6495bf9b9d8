import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type PublicClient,
  parseEventLogs,
  toHex,
} from 'viem';
import {
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import {
  buildLedgerTree,
  buildSlotTable,
  type DealTerms,
  type SlotPlan,
  type WorkLeaf,
} from '@/lib/core/deals';
import { chainContext } from '@/lib/server/chain';
import type { TestChain } from '@/tests/support';
import { testAccounts } from '@/tests/support/chain-test';

export const PERIOD_SECONDS = 3600n;
export const SECTOR_BYTES = 8n << 20n;
export const ALL_HOURS = (1n << 168n) - 1n;
export const MAX_SPAN = 24;
/** Code that refuses every payment. */
const REFUSES: Hex = '0x60006000fd';

const lower = (address: string) => address.toLowerCase() as Address;
/** An address that nobody has a key of; the chain lets anyone act. */
export const actor = (name: string): Address => lower(`0x${keccak256(toHex(name)).slice(-40)}`);

/** A deal as the test's sender needs it. */
export interface Deployed {
  address: Address;
  plans: SlotPlan[][];
  path(slot: number): Hex[];
}

/** Sends what actors do, at times that the test chooses. */
export class ChainWorld {
  readonly client: PublicClient;
  readonly portal = lower(testAccounts.portal.address);
  readonly verifier = lower(testAccounts.verifier.address);
  readonly contracts = chainContext().deployment.contracts;
  /** Unix seconds of the newest block. */
  time = 0n;

  constructor(private readonly chain: TestChain) {
    this.client = createPublicClient({
      transport: http(chain.rpcUrl, { batch: { batchSize: 1000, wait: 0 } }),
      cacheTime: 0,
      pollingInterval: 10,
    });
  }

  get period(): bigint {
    return this.time / PERIOD_SECONDS;
  }

  /**
   * No fees for gas, so that balances change by what the contracts do alone; time from a full period on; a block
   * when one is asked for, since a chain that mines by itself now and then overlooks a transaction.
   */
  async prepare(): Promise<void> {
    await this.chain.rpc('anvil_autoImpersonateAccount', [true]);
    await this.chain.rpc('evm_setAutomine', [false]);
    const block = await this.client.getBlock();
    this.time = (block.timestamp / PERIOD_SECONDS + 2n) * PERIOD_SECONDS;
    await this.wait(0n);
  }

  /** Lets seconds pass. */
  async wait(seconds: bigint): Promise<void> {
    this.time += seconds + 1n;
    await this.chain.rpc('evm_setNextBlockTimestamp', [toHex(this.time)]);
    await this.chain.rpc('anvil_setNextBlockBaseFeePerGas', ['0x0']);
    await this.chain.rpc('anvil_mine', ['0x1']);
  }

  /** Blocks pass, a second each. */
  async blocks(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.wait(0n);
  }

  /** True if the call went through. */
  async send(from: Address, to: Address, data: Hex, value = 0n): Promise<boolean> {
    this.time += 1n;
    await this.chain.rpc('evm_setNextBlockTimestamp', [toHex(this.time)]);
    await this.chain.rpc('anvil_setNextBlockBaseFeePerGas', ['0x0']);
    const transaction = { from, to, data, value: toHex(value), gas: toHex(8_000_000) };
    const hash = await this.chain.rpc<Hex>('eth_sendTransaction', [
      { ...transaction, maxFeePerGas: '0x0', maxPriorityFeePerGas: '0x0' },
    ]);
    await this.chain.rpc('anvil_mine', ['0x1']);
    const receipt = await this.client.getTransactionReceipt({ hash });
    return receipt.status === 'success';
  }

  setBalance(account: Address, amount: bigint): Promise<unknown> {
    return this.chain.rpc('anvil_setBalance', [account, toHex(amount)]);
  }

  /** Makes an account refuse payments, or take them again. */
  setClosed(account: Address, closed: boolean): Promise<unknown> {
    return this.chain.rpc('anvil_setCode', [account, closed ? REFUSES : '0x']);
  }

  async register(operator: Address, payout: Address, rate: bigint): Promise<void> {
    const parameters = {
      ...{ accepting: true, rate, maxSpan: MAX_SPAN },
      ...{ minFileSize: 0n, maxFileSize: 1n << 40n },
    };
    const data = encodeFunctionData({
      abi: microNodeRegistryAbi,
      functionName: 'registerNode',
      args: [payout, 1n << 40n, ALL_HOURS, parameters],
    });
    if (!(await this.send(operator, this.contracts.registry, data))) {
      throw new Error('A node cannot register.');
    }
  }

  async publish(terms: DealTerms, plans: SlotPlan[]): Promise<Deployed> {
    const data = encodeFunctionData({
      abi: storageDealFactoryAbi,
      functionName: 'publish',
      args: [terms, plans],
    });
    if (!(await this.send(this.portal, this.contracts.factory, data))) {
      throw new Error('A deal cannot be published.');
    }
    const block = await this.client.getBlockNumber();
    const logs = await this.client.getLogs({
      address: this.contracts.factory,
      fromBlock: block,
      toBlock: block,
    });
    const [event] = parseEventLogs({
      abi: storageDealFactoryAbi,
      eventName: 'DealPublished',
      logs,
    });
    const table = buildSlotTable(plans);
    return {
      address: lower(event!.args.deal),
      plans: plans.map((plan) => [plan]),
      path: (slot) => table.pathOf(slot),
    };
  }

  /** Sends a call of a deal; the types of arguments are those of the ABI. */
  call(
    from: Address,
    deal: Deployed,
    functionName: string,
    args: readonly unknown[] = [],
    value = 0n,
  ): Promise<boolean> {
    const data = encodeFunctionData({ abi: storageDealAbi, functionName, args } as never);
    return this.send(from, deal.address, data, value);
  }

  async postVerdicts(period: bigint, leaves: readonly WorkLeaf[]): Promise<boolean> {
    const { root } = buildLedgerTree(leaves);
    const data = encodeFunctionData({
      abi: proofLedgerAbi,
      functionName: 'postVerdicts',
      args: [period, root, keccak256(root), 'verdicts'],
    });
    return this.send(this.verifier, this.contracts.ledger, data);
  }
}
