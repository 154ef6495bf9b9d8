import { type Abi, type AbiFunction, decodeFunctionData, type Hex, toFunctionSelector } from 'viem';
import { microNodeRegistryAbi, storageDealAbi } from './abi';

/** Kinds of contract that a relayed call may go to. */
export type RelayTarget = 'registry' | 'deal';

/** Functions that nodes may call through the relay. Everything else they send themselves. */
export const relayFunctions = {
  registry: [
    'registerNode',
    'setParameters',
    'setAvailability',
    'setCapacity',
    'setPayout',
    'retire',
  ],
  deal: [
    'preCommit',
    'proveCommit',
    'refuseSlot',
    'submitPoSt',
    'exitSlot',
    'releaseSlot',
    'disputePoSt',
    'decideDispute',
    'concludeDispute',
    'withdraw',
  ],
} as const satisfies Record<RelayTarget, readonly string[]>;

/** What a call is for the dispute about one proof: each of them is needed once. */
export type DisputeStep = 'digest' | 'opening' | 'decision';

const disputeSteps: Readonly<Record<string, DisputeStep>> = {
  submitPoSt: 'digest',
  disputePoSt: 'opening',
  decideDispute: 'decision',
  concludeDispute: 'decision',
};

/** A relayed call that is on the list, and what of the deal it touches. */
export interface RelayCall {
  functionName: string;
  selector: Hex;
  args: readonly unknown[];
  /**
   * The slot that the caller must hold; absent for calls that concern the caller alone. Without a
   * generation the call is about the newest one.
   */
  slot?: { slot: number; generation?: number };
  /** Of a dispute's calls: which of them, and the period of the proof; `slot` is given too. */
  dispute?: { step: DisputeStep; period: bigint };
  /** Account named by `withdraw`. */
  account?: Hex;
}

const abis: Record<RelayTarget, Abi> = { registry: microNodeRegistryAbi, deal: storageDealAbi };

const allowed: Record<RelayTarget, Map<Hex, AbiFunction>> = {
  registry: selectors('registry'),
  deal: selectors('deal'),
};

function selectors(target: RelayTarget): Map<Hex, AbiFunction> {
  const names: readonly string[] = relayFunctions[target];
  const functions = abis[target].filter(
    (item): item is AbiFunction => item.type === 'function' && names.includes(item.name),
  );
  return new Map(functions.map((item) => [toFunctionSelector(item), item]));
}

/** Selectors of the calls that belong to a step of disputes, or to any of them. */
export function disputeSelectors(step?: DisputeStep): Hex[] {
  return [...allowed.deal]
    .filter(([, { name }]) => name in disputeSteps && (!step || disputeSteps[name] === step))
    .map(([selector]) => selector);
}

/**
 * Reads a relayed call.
 *
 * @returns undefined when the function is not on the list or its arguments cannot be decoded
 */
export function readRelayCall(target: RelayTarget, data: Hex): RelayCall | undefined {
  const selector = data.slice(0, 10).toLowerCase() as Hex;
  const item = allowed[target].get(selector);
  if (!item) return undefined;
  let args: readonly unknown[];
  try {
    args = (decodeFunctionData({ abi: [item], data }).args ?? []) as readonly unknown[];
  } catch {
    return undefined; // truncated or malformed arguments: the contract would refuse them too
  }
  return { functionName: item.name, selector, args, ...touched(item.name, args) };
}

function touched(
  name: string,
  args: readonly unknown[],
): Pick<RelayCall, 'slot' | 'dispute' | 'account'> {
  const step = disputeSteps[name];
  if (step) return { slot: slotIn(args), dispute: { step, period: args[2] as bigint } };
  switch (name) {
    case 'preCommit':
    case 'refuseSlot': {
      const { slot, generation } = args[0] as { slot: number; generation: number };
      return { slot: { slot, generation } };
    }
    case 'proveCommit':
    case 'exitSlot':
      return { slot: slotIn(args) };
    case 'releaseSlot':
      return { slot: { slot: args[0] as number } };
    case 'withdraw':
      return { account: (args[0] as string).toLowerCase() as Hex };
    default:
      return {};
  }
}

function slotIn(args: readonly unknown[]) {
  return { slot: args[0] as number, generation: args[1] as number };
}
