import { type ContractKind, decodeEvent, localBeaconAbi } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { ChainContext } from '../context';
import type { ChainEventItem } from '../projection';
import type { BlockLog, Header } from './source';

/** Which fixed contract an address is; undefined for deals and strangers. */
export function fixedKind(context: ChainContext, address: string): ContractKind | undefined {
  const { registry, factory, ledger, beacon } = context.deployment.contracts;
  if (address === registry) return 'registry';
  if (address === factory) return 'factory';
  if (address === ledger) return 'ledger';
  return address === beacon ? 'beacon' : undefined;
}

/**
 * Decodes the logs that come from our contracts, in order. Deals published in between are added to
 * `deals`; foreign contracts with events of the same shape are left out.
 */
export function decodeLogs(
  context: ChainContext,
  logs: readonly BlockLog[],
  headers: readonly Header[],
  deals: Set<string>,
): ChainEventItem[] {
  const byNumber = new Map(headers.map((header) => [header.number, header]));
  const { factory } = context.deployment.contracts;
  for (const log of logs) {
    // A clone may speak before the factory announces it.
    const published =
      log.address.toLowerCase() === factory ? decodeEvent('factory', log) : undefined;
    if (published?.name === 'DealPublished') deals.add(String(published.args.deal));
  }
  return logs.flatMap((log) => {
    const address = log.address.toLowerCase() as Address;
    const kind = fixedKind(context, address) ?? (deals.has(address) ? 'deal' : undefined);
    const decoded = kind && decodeEvent(kind, log);
    if (!decoded) return [];
    const header = byNumber.get(log.blockNumber);
    if (header?.hash !== log.blockHash) {
      throw new AppError('CHAIN_MOVED', `Block ${log.blockNumber} changed while it was read.`);
    }
    return [
      {
        ...decoded,
        kind,
        address,
        blockNumber: log.blockNumber,
        logIndex: log.logIndex,
        blockHash: log.blockHash as Hex,
        txHash: log.transactionHash as Hex,
        timestamp: header.timestamp,
      },
    ];
  });
}

/**
 * Adds to publications what their event does not say: the publication seed,
 * `beacon.at(publishBlock − 1)`. A local beacon's value is the hash of the block before and may be
 * too old to be asked for, so it is taken from the header.
 */
export async function enrich(
  context: ChainContext,
  events: readonly ChainEventItem[],
  headers: readonly Header[],
): Promise<void> {
  for (const event of events) {
    if (event.name !== 'DealPublished') continue;
    event.args.publicationSeed = await publicationSeed(context, event.blockNumber, headers);
  }
}

async function publicationSeed(
  context: ChainContext,
  block: bigint,
  headers: readonly Header[],
): Promise<Hex> {
  const header = headers.find((item) => item.number === block);
  if (context.traits.local && header) return header.parentHash;
  return context.client.readContract({
    address: context.deployment.contracts.beacon,
    abi: localBeaconAbi,
    functionName: 'at',
    args: [block - 1n],
  });
}
