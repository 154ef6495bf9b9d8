import type {
  Abi,
  ContractFunctionArgs,
  ContractFunctionName,
  Hex,
  TransactionReceipt,
} from 'viem';
import type { Address } from '@/lib/core/protocol/primitives';

type Writing = 'nonpayable' | 'payable';

/** One call of a contract that changes something; `args` and names are checked against the ABI. */
export interface ContractCall<
  A extends Abi | readonly unknown[] = Abi,
  F extends ContractFunctionName<A, Writing> = ContractFunctionName<A, Writing>,
> {
  address: Address;
  abi: A;
  functionName: F;
  args: ContractFunctionArgs<A, Writing, F>;
  /** attoFIL that go with the call. */
  value?: bigint;
}

/**
 * `simulating`: tried without sending; `confirm`: the wallet asks its owner; `pending`: sent;
 * `mined`: in a block; `finalised`: in a block that cannot be taken back.
 */
export type TransactionStep =
  | 'idle'
  | 'simulating'
  | 'confirm'
  | 'pending'
  | 'mined'
  | 'finalised'
  | 'failed';

export interface TransactionState {
  step: TransactionStep;
  hash?: Hex;
  receipt?: TransactionReceipt;
  /** A WalletError, when the step is `failed`. */
  error?: Error & { code: string; detail: string };
}
