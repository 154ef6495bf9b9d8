import {
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  HttpRequestError,
  InsufficientFundsError,
  RpcRequestError,
  UserRejectedRequestError,
} from 'viem';
import { decodeRevert } from '@/lib/core/chain/reverts';

const words = {
  WALLET_NOT_CONNECTED: 'No wallet is connected. Connect one and try again.',
  USER_REJECTED: 'You declined this in your wallet. Nothing was sent and nothing was paid.',
  INSUFFICIENT_FUNDS:
    'The wallet does not hold enough FIL for the amount and the network fee. Nothing was sent.',
  CHAIN_UNREACHABLE:
    'The chain cannot be reached at the moment. What was sent stays valid; try again in a minute.',
  WRONG_NETWORK: 'The wallet is on another network and did not change. Nothing was sent.',
  REVERTED_WHEN_MINED:
    'The contract refused when the transaction was mined, for the state had changed meanwhile. Only the network fee was paid.',
  REPLACED: 'The transaction was cancelled in the wallet. Nothing was paid.',
  SIGN_IN_FAILED: 'The portal did not open a session. Please try again.',
  WALLET_FAILED: 'The wallet could not do this. Nothing was paid.',
} as const;

export type WalletErrorCode = keyof typeof words;

/** Anything that went wrong between page, wallet and chain, in words. */
export class WalletError extends Error {
  override readonly name = 'WalletError';
  /** A code of ours, or of the contract's error, for example `TERMS_MISMATCH`. */
  readonly code: string;
  /** A sentence for a person. */
  readonly detail: string;

  constructor(code: string, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.code = code;
    this.detail = detail;
  }

  static is(error: unknown, code?: string): error is WalletError {
    return error instanceof WalletError && (code === undefined || error.code === code);
  }
}

/** Wallets wrap errors in errors; the first one that passes the test, from the outside in. */
function find<T>(error: unknown, test: (value: unknown) => value is T): T | undefined {
  let value = error;
  for (let depth = 0; value !== undefined && value !== null && depth < 12; depth += 1) {
    if (test(value)) return value;
    value = (value as { cause?: unknown }).cause;
  }
  return undefined;
}

const isA =
  <T>(type: abstract new (...args: never[]) => T) =>
  (value: unknown): value is T =>
    value instanceof type;

const REJECTED_CODE = 4001;
const hasRejectedCode = (value: unknown): value is { code: number } =>
  (value as { code?: unknown }).code === REJECTED_CODE;
const hasRevertData = (value: unknown): value is { data: Hex } => {
  const { data } = value as { data?: unknown };
  return typeof data === 'string' && /^0x([0-9a-f]{2}){4,}$/i.test(data);
};

function revertOf(error: unknown): Hex | undefined | null {
  const reverted = find(error, isA(ContractFunctionRevertedError));
  if (reverted) return reverted.raw;
  const raw = find(error, hasRevertData);
  return raw ? raw.data : null;
}

function codeOf(error: unknown): WalletErrorCode | null {
  if (find(error, isA(UserRejectedRequestError)) || find(error, hasRejectedCode)) {
    return 'USER_REJECTED';
  }
  const text = error instanceof Error ? error.message : '';
  if (find(error, isA(InsufficientFundsError)) || /insufficient funds/i.test(text)) {
    return 'INSUFFICIENT_FUNDS';
  }
  if (find(error, isA(HttpRequestError))) return 'CHAIN_UNREACHABLE';
  return null;
}

/** Puts into words what a wallet, a contract or the chain threw; codes of ours make a new error. */
export function walletError(error: unknown): WalletError {
  if (error instanceof WalletError) return error;
  if (typeof error === 'string' && error in words) {
    return new WalletError(error, words[error as WalletErrorCode]);
  }
  const known = codeOf(error);
  if (known) return new WalletError(known, words[known], error);
  const data = revertOf(error);
  if (data !== null) {
    const { code, message } = decodeRevert(data);
    return new WalletError(code, message, error);
  }
  const said = find(error, isA(RpcRequestError))?.details ?? shortMessage(error);
  const detail = said ? `${words.WALLET_FAILED} It said: ${said}` : words.WALLET_FAILED;
  return new WalletError('WALLET_FAILED', detail, error);
}

function shortMessage(error: unknown): string | undefined {
  if (error instanceof BaseError) return error.shortMessage;
  return error instanceof Error ? error.message.split('\n')[0] : undefined;
}
