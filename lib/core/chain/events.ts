import { type Abi, type AbiEvent, decodeEventLog, type Hex, toEventSelector } from 'viem';
import {
  localBeaconAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from './abi';
import { type JsonValue, jsonSafe } from './json-safe';

/** Kind of contract that an event may come from. */
export type ContractKind = 'registry' | 'factory' | 'deal' | 'ledger' | 'beacon';

/** The parts of a log that decoding needs. */
export interface RawEvent {
  topics: readonly Hex[];
  data: Hex;
}

/** A decoded event; `args` by name as JSON: bigints as decimal strings, hex in lower case. */
export interface DecodedEvent {
  name: string;
  args: Record<string, JsonValue>;
}

const registryEvents = eventsOf(microNodeRegistryAbi);
const registryTopics = new Set(registryEvents.map((event) => toEventSelector(event)));

// The ABIs of deal and factory also hold the registry's events, for callers that decode receipts.
// A deal cannot emit those, so they do not count as the deal's own.
const tables: Record<ContractKind, Map<Hex, AbiEvent>> = {
  registry: table(registryEvents),
  factory: table(own(storageDealFactoryAbi)),
  deal: table(own(storageDealAbi)),
  ledger: table(eventsOf(proofLedgerAbi)),
  beacon: table(eventsOf(localBeaconAbi)),
};

/** Every first topic that the platform's contracts may emit: a filter for `eth_getLogs`. */
export const eventTopics: readonly Hex[] = [
  ...new Set(Object.values(tables).flatMap((entries) => [...entries.keys()])),
];

function eventsOf(abi: Abi): AbiEvent[] {
  return abi.filter((item): item is AbiEvent => item.type === 'event');
}

function own(abi: Abi): AbiEvent[] {
  return eventsOf(abi).filter((event) => !registryTopics.has(toEventSelector(event)));
}

function table(events: readonly AbiEvent[]): Map<Hex, AbiEvent> {
  return new Map(events.map((event) => [toEventSelector(event), event]));
}

/**
 * Decodes a log of a contract of known kind.
 *
 * @returns undefined for an event that such a contract does not have
 * @throws viem's DecodeLogDataMismatch and the like when a log is malformed
 */
export function decodeEvent(kind: ContractKind, log: RawEvent): DecodedEvent | undefined {
  const [selector, ...rest] = log.topics;
  const event = selector && tables[kind].get(selector);
  if (!event) return undefined;
  const decoded = decodeEventLog({ abi: [event], topics: [selector, ...rest], data: log.data });
  const named = (decoded.args ?? {}) as Record<string, unknown>;
  const args = Object.fromEntries(Object.entries(named).map(([k, v]) => [k, jsonSafe(v)]));
  return { name: event.name, args };
}
