import { BaseError, type Hex, HttpRequestError, isHex, TimeoutError } from 'viem';
import { decodeRevert, type Revert } from '@/lib/core/chain';

/**
 * The revert inside an RPC error, or undefined when the call was not executed at all (node away,
 * rate limit, bad parameters) and may be tried again.
 */
export function revertIn(error: unknown): Revert | undefined {
  const data = revertData(error);
  if (data) return decodeRevert(data);
  return saysReverted(error) ? decodeRevert(undefined) : undefined;
}

/** Nodes put the return data into `data`, or into `data.data`. */
function revertData(error: unknown): Hex | undefined {
  for (const link of chainOf(error)) {
    const { data } = link as { data?: unknown };
    const inner =
      typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data;
    if (isHex(inner) && inner.length >= 10) return inner;
  }
  return undefined;
}

// EIP-1474 code 3 is "execution reverted"; Filecoin nodes also tell exit code 33 in the text.
function saysReverted(error: unknown): boolean {
  for (const link of chainOf(error)) {
    const { code, name } = link as { code?: unknown; name?: unknown };
    if (code === 3 || name === 'ExecutionRevertedError') return true;
  }
  return /execution reverted|exit(code)?[ =:[]*33\b|out ?of ?gas|invalid opcode|InvalidFEOpcode/i.test(
    saidBy(error),
  );
}

/** What the node itself said; viem's whole message also quotes our request. */
export function saidBy(error: unknown): string {
  if (error instanceof BaseError) return error.details || error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}

/** True when no answer came at all. */
export function isUnreachable(error: unknown): boolean {
  for (const link of chainOf(error)) {
    if (link instanceof HttpRequestError || link instanceof TimeoutError) return true;
  }
  return false;
}

function* chainOf(error: unknown): Generator<object> {
  let link: unknown = error;
  for (let depth = 0; depth < 10 && typeof link === 'object' && link !== null; depth++) {
    yield link;
    link = (link as { cause?: unknown }).cause;
  }
}

/**
 * How a node answers a raw transaction that it does not take now:
 * `known` and `nonce-used` need nothing, `underpriced` a higher fee, `too-early` the nonces before
 * it, `no-funds` money, `rejected` can never be mined as it is signed, `refused` says nothing of
 * which we know whether it passes.
 */
export type BroadcastAnswer =
  | 'known'
  | 'nonce-used'
  | 'underpriced'
  | 'too-early'
  | 'no-funds'
  | 'rejected'
  | 'refused';

// Wordings of geth, anvil and Lotus, in the order in which they are tried.
const broadcastAnswers: readonly [BroadcastAnswer, RegExp][] = [
  ['known', /already (known|imported|in mpool)|known transaction|existing nonce/i],
  ['nonce-used', /nonce (is )?too low|minimum expected nonce|nonce has already been used/i],
  [
    'underpriced',
    /underpriced|replace by fee|too low to replace|fee (per gas|cap) (is )?(less|lower) than block base fee/i,
  ],
  ['too-early', /nonce (is )?too (high|far)|nonce gap|unfulfilled nonce|future nonce/i],
  ['no-funds', /insufficient (funds|balance)|not enough funds|lack of funds/i],
  [
    'rejected',
    /intrinsic gas|gas limit (is )?(reached|too)|exceeds (the )?block gas|block.?s gas limit|cost of storing|gas required exceeds|oversized data|message (is )?too (large|big)|max initcode|less than 'GasPremium'|higher than max fee|exceeds the configured cap|invalid sender|invalid signature|invalid chain.?id|transaction type not supported|invalid to address/i,
  ],
];

/** Sorts a node's refusal of a raw transaction. */
export function broadcastAnswer(error: unknown): BroadcastAnswer {
  const text = saidBy(error);
  return broadcastAnswers.find(([, pattern]) => pattern.test(text))?.[0] ?? 'refused';
}

/** True when an estimate fails for the sender's lack of money. */
export function lacksFunds(error: unknown): boolean {
  return broadcastAnswer(error) === 'no-funds';
}
