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

/** How a node answers a raw transaction that it does not take. */
export type BroadcastAnswer = 'known' | 'nonce-used' | 'underpriced' | 'refused';

/** Sorts a node's refusal of a raw transaction; wordings of geth, anvil and Lotus. */
export function broadcastAnswer(error: unknown): BroadcastAnswer {
  const text = saidBy(error);
  if (/already (known|imported|in mpool)|known transaction|existing nonce/i.test(text))
    return 'known';
  if (/nonce (is )?too low|minimum expected nonce|nonce has already been used/i.test(text)) {
    return 'nonce-used';
  }
  if (/underpriced|replace by fee|gas premium|too low to replace/i.test(text)) return 'underpriced';
  return 'refused';
}
