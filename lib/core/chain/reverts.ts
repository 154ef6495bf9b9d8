import { type Abi, decodeErrorResult, type Hex, parseAbi } from 'viem';
import {
  forwarderAbi,
  localBeaconAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  storageDealAbi,
  storageDealFactoryAbi,
} from './abi';
import { type JsonValue, jsonSafe } from './json-safe';
import { revertWords } from './revert-words';

/** Errors of OpenZeppelin's base contracts, which may not be part of the interfaces. */
const baseErrors = parseAbi([
  'error AccessControlUnauthorizedAccount(address account, bytes32 neededRole)',
  'error EnforcedPause()',
  'error ReentrancyGuardReentrantCall()',
  'error FailedCall()',
  'error FailedDeployment()',
  'error InsufficientBalance(uint256 balance, uint256 needed)',
  'error InvalidInitialization()',
]);

const abis: readonly Abi[] = [
  storageDealAbi,
  storageDealFactoryAbi,
  microNodeRegistryAbi,
  proofLedgerAbi,
  localBeaconAbi,
  forwarderAbi,
  baseErrors,
];

/** Every error that a call to the platform may revert with. */
export const errorAbi: Abi = abis.flatMap((abi) => abi.filter((item) => item.type === 'error'));

/** A revert in words. */
export interface Revert {
  /** Stable: the error's name in upper snake case, for example `PARAMETERS_CHANGED`. */
  code: string;
  /** A sentence for a person. */
  message: string;
  /** Solidity name, when the error is one of ours. */
  name?: string;
  /** Arguments by name; bigints as decimal strings, addresses in lower case. */
  args: Record<string, JsonValue>;
}

/**
 * Says what a contract's revert data mean.
 *
 * @param data return data of a reverted call; `0x` or undefined when there were none
 * @example decodeRevert('0x…') // { code: 'NOT_ACCEPTING', message: 'The node 0x… takes no …', … }
 */
export function decodeRevert(data: Hex | undefined): Revert {
  if (!data || data === '0x') {
    return { code: 'REVERTED', message: 'The contract refused without saying why.', args: {} };
  }
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi: errorAbi, data });
    const inputs = 'inputs' in abiItem ? (abiItem.inputs ?? []) : [];
    const named: Record<string, JsonValue> = {};
    inputs.forEach((input, i) => {
      named[input.name || String(i)] = jsonSafe((args as readonly unknown[] | undefined)?.[i]);
    });
    return {
      code: upperSnake(errorName),
      message: words(errorName, named),
      name: errorName,
      args: named,
    };
  } catch {
    // Not an error of ours: say so and keep the selector, which is all that is known.
    const selector = data.slice(0, 10);
    return {
      code: 'UNKNOWN_REVERT',
      message: `The contract refused with the unknown error ${selector}.`,
      args: { selector },
    };
  }
}

function words(name: string, args: Record<string, JsonValue>): string {
  const template = revertWords[name];
  if (template) return template.replace(/\{(\w+)\}/g, (_, key: string) => String(args[key] ?? '?'));
  const list = Object.entries(args).map(([key, value]) => `${key} ${String(value)}`);
  const sentence = upperSnake(name).toLowerCase().replaceAll('_', ' ');
  const detail = list.length === 0 ? '' : ` (${list.join(', ')})`;
  return `The contract refused: ${sentence}${detail}.`;
}

/** `ParametersChanged` → `PARAMETERS_CHANGED`; runs of capitals stay together. */
export function upperSnake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toUpperCase();
}
