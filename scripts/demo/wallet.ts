import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  type PublicClient,
} from 'viem';
import type { z } from 'zod';
import { readTerms } from '@/lib/client/deals/terms';
import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain/abi';
import { AppError } from '@/lib/core/errors';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { network } from '@/lib/core/protocol/network';

type Network = z.output<typeof network>;

/** The client's own view of the chain and its wallet: nothing here goes through the portal. */
export class ClientWallet {
  readonly chain: PublicClient;

  constructor(
    readonly network: Network,
    readonly account: LocalAccount,
  ) {
    this.chain = createPublicClient({
      transport: http(network.rpcUrl),
      pollingInterval: 500,
    });
  }

  /** Simulates, signs, sends and waits; a revert in the simulation costs nothing. */
  private async send(to: Hex, data: Hex, value = 0n) {
    await this.chain.call({ account: this.account, to, data, value });
    const wallet = createWalletClient({
      account: this.account,
      transport: http(this.network.rpcUrl),
    });
    const hash = await wallet.sendTransaction({ to, data, value, chain: null });
    const receipt = await this.chain.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') {
      throw new AppError('TRANSACTION_REVERTED', `The transaction ${hash} reverted.`);
    }
    return receipt;
  }

  /**
   * Recomputes the terms hash from what the chain says, compares it with the reviewed plan's
   * terms and consents with funds. The contract returns what exceeds the whole term's cost.
   *
   * @throws AppError `TERMS_MISMATCH` when the portal showed other terms than the deal holds
   */
  async startDeal(deal: DealSnapshot, value: bigint) {
    const address = requireAddress(deal);
    const { terms, computed, stated } = await readTerms({
      chain: this.chain,
      chainId: this.network.chainId,
      deal: address,
      fromBlock: BigInt(this.network.deployedAtBlock),
    });
    const sameContent = terms.contentHash.toLowerCase() === deal.contentHash;
    if (computed !== stated || !sameContent) {
      throw new AppError('TERMS_MISMATCH', 'The deal on chain is not the one that was reviewed.', {
        details: { expected: computed, actual: stated },
      });
    }
    const args = [computed] as const;
    const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'startDeal', args });
    return this.send(address, data, value);
  }

  closeDeal(deal: DealSnapshot) {
    const data = encodeFunctionData({ abi: storageDealAbi, functionName: 'closeDeal' });
    return this.send(requireAddress(deal), data);
  }

  dealData(deal: DealSnapshot) {
    return this.chain.readContract({
      address: requireAddress(deal),
      abi: storageDealAbi,
      functionName: 'dealData',
    });
  }

  /** Work history and rating (basis points) of one node, from the registry. */
  async record(node: Hex) {
    const read = { address: this.network.contracts.registry, abi: microNodeRegistryAbi } as const;
    const [record, rating] = await Promise.all([
      this.chain.readContract({ ...read, functionName: 'nodeOf', args: [node] }),
      this.chain.readContract({ ...read, functionName: 'rating', args: [node] }),
    ]);
    return { ...record, rating };
  }

  /** attoFIL that this deal sent back to the client when it was started, closed and ended. */
  async refunds(deal: DealSnapshot): Promise<bigint> {
    const events = await this.chain.getContractEvents({
      address: requireAddress(deal),
      abi: storageDealAbi,
      fromBlock: BigInt(this.network.deployedAtBlock),
    });
    return events.reduce((sum, event) => {
      if (event.eventName === 'DealStarted') return sum + (event.args.returned ?? 0n);
      if (event.eventName === 'DealClosed') return sum + (event.args.refunded ?? 0n);
      if (event.eventName === 'DealEnded') return sum + (event.args.refunded ?? 0n);
      return sum;
    }, 0n);
  }
}

function requireAddress(deal: DealSnapshot): Hex {
  if (deal.address) return deal.address;
  throw new AppError('DEAL_NOT_PUBLISHED', 'The deal has no contract yet.');
}
