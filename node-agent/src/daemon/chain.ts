import {
  type Address,
  BaseError,
  type Client,
  createClient,
  decodeErrorResult,
  type Hex,
  http,
  isHex,
  size,
} from 'viem';
import { estimateGas, getBalance, getBlock, getCode, readContract } from 'viem/actions';
import {
  forwarderAbi,
  localBeaconAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from '@/lib/core/chain/abi';
import { AppError } from '@/lib/core/errors';
import type { Network } from '@/lib/core/protocol';

/** The newest block as far as an agent needs it. */
export interface ChainHead {
  number: bigint;
  /** Unix seconds. */
  timestamp: bigint;
}

/** What the agent reads from the chain, by its own RPC connection. Nothing is believed from the portal. */
export class ChainReader {
  private readonly client: Client;

  constructor(
    readonly network: Network,
    rpcUrl: string,
  ) {
    this.client = createClient({ transport: http(rpcUrl, { timeout: 15_000, retryCount: 2 }) });
  }

  async head(): Promise<ChainHead> {
    const { number, timestamp } = await getBlock(this.client, { blockTag: 'latest' });
    return { number, timestamp };
  }

  /** attoFIL of an account. */
  balance(address: Address): Promise<bigint> {
    return getBalance(this.client, { address });
  }

  /** Length of a period by the ledger, not by the portal. */
  periodSeconds(): Promise<bigint> {
    const { ledger } = this.network.contracts;
    return readContract(this.client, {
      address: ledger,
      abi: proofLedgerAbi,
      functionName: 'periodSeconds',
    });
  }

  /** Seed of a period; undefined while it has none. */
  async periodSeed(period: bigint): Promise<Hex | undefined> {
    const address = this.network.contracts.beacon;
    try {
      return await readContract(this.client, {
        address,
        abi: localBeaconAbi,
        functionName: 'ofPeriod',
        args: [period],
      });
    } catch (error) {
      if (revertName(error) === 'PeriodSeedMissing') return undefined;
      throw error;
    }
  }

  seedDelay(): Promise<bigint> {
    const address = this.network.contracts.beacon;
    return readContract(this.client, { address, abi: localBeaconAbi, functionName: 'seedDelay' });
  }

  /** Registry's record of a node, undefined for one that it does not know. */
  async node(operator: Address) {
    const address = this.network.contracts.registry;
    const base = { address, abi: microNodeRegistryAbi, args: [operator] } as const;
    try {
      const [record, [parameters]] = await Promise.all([
        readContract(this.client, { ...base, functionName: 'nodeOf' }),
        readContract(this.client, { ...base, functionName: 'pendingParametersOf' }),
      ]);
      return { ...record, parameters };
    } catch (error) {
      if (revertName(error) === 'NotRegistered') return undefined;
      throw error;
    }
  }

  /** True for a deal that the factory made. */
  isDeal(deal: Address): Promise<boolean> {
    const address = this.network.contracts.factory;
    return readContract(this.client, {
      address,
      abi: storageDealFactoryAbi,
      functionName: 'isDeal',
      args: [deal],
    });
  }

  /** True if there is a contract at all: false on a local chain that was replaced. */
  async exists(address: Address): Promise<boolean> {
    const code = await getCode(this.client, { address });
    return code !== undefined && size(code) > 0;
  }

  terms(deal: Address) {
    return readContract(this.client, { address: deal, abi: storageDealAbi, functionName: 'terms' });
  }

  slotsRoot(deal: Address): Promise<Hex> {
    return readContract(this.client, {
      address: deal,
      abi: storageDealAbi,
      functionName: 'slotsRoot',
    });
  }

  dealData(deal: Address) {
    return readContract(this.client, {
      address: deal,
      abi: storageDealAbi,
      functionName: 'dealData',
    });
  }

  slot(deal: Address, slot: number) {
    return readContract(this.client, {
      address: deal,
      abi: storageDealAbi,
      functionName: 'slotOf',
      args: [slot],
    });
  }

  ticket(deal: Address, slot: number, generation: number): Promise<Hex> {
    const args = [slot, generation] as const;
    return readContract(this.client, {
      address: deal,
      abi: storageDealAbi,
      functionName: 'ticket',
      args,
    });
  }

  /** Beacon value of the interactive seed; undefined before it exists. */
  async interactiveBeacon(deal: Address, slot: number): Promise<Hex | undefined> {
    const call = { address: deal, abi: storageDealAbi, functionName: 'interactiveBeacon' } as const;
    try {
      return await readContract(this.client, { ...call, args: [slot] });
    } catch (error) {
      if (revertName(error) === 'SeedNotReady') return undefined;
      throw error;
    }
  }

  /** Next nonce of a signer at the forwarder, without what is only queued. */
  forwarderNonce(operator: Address): Promise<bigint> {
    const address = this.network.contracts.forwarder;
    return readContract(this.client, {
      address,
      abi: forwarderAbi,
      functionName: 'nonces',
      args: [operator],
    });
  }

  /** Gas that `data` takes when it comes through the forwarder; fails as the call would. */
  forwardedGas(operator: Address, to: Address, data: Hex): Promise<bigint> {
    const account = this.network.contracts.forwarder;
    const appended = `${data}${operator.slice(2).toLowerCase()}` as Hex;
    return estimateGas(this.client, { account, to, data: appended });
  }
}

const allErrors = [...storageDealAbi, ...microNodeRegistryAbi, ...localBeaconAbi, ...forwarderAbi];

/** ABI-encoded error inside a failed RPC call. */
function revertData(error: BaseError): Hex | undefined {
  let found: Hex | undefined;
  error.walk((e) => {
    const { data, raw } = e as { data?: unknown; raw?: unknown };
    const inner = (data as { data?: unknown } | undefined)?.data;
    found ??= [raw, data, inner].find((v): v is Hex => isHex(v) && size(v) >= 4);
    return false;
  });
  return found;
}

/** The name of the contract's error inside a failed call, for decisions and messages. */
export function revertName(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const data = revertData(error);
  if (!data) return undefined;
  try {
    return decodeErrorResult({ abi: allErrors, data }).errorName;
  } catch {
    return undefined; // an error that no contract of ours declares
  }
}

/** Name of the contract's error, whether the own node or the portal's simulation reported it. */
export function failureName(error: unknown): string | undefined {
  if (!AppError.is(error)) return revertName(error);
  const { error: name } = error.details;
  return typeof name === 'string' ? name : error.code;
}

/** One sentence for a person about any failure. */
export function messageOf(error: unknown): string {
  if (AppError.is(error)) return error.shortMessage;
  if (error instanceof BaseError) return revertName(error) ?? error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}
