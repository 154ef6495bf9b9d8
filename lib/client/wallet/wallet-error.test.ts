import {
  BaseError,
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  HttpRequestError,
  UserRejectedRequestError,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { storageDealAbi } from '@/lib/core/chain';
import { WalletError, walletError } from './wallet-error';

const data = encodeErrorResult({ abi: storageDealAbi, errorName: 'WrongState', args: [1, 0] });

describe('walletError', () => {
  it('tells a declined request, however deep it is wrapped', () => {
    const inner = new UserRejectedRequestError(new Error('no'));
    const error = walletError(new BaseError('Outer', { cause: inner }));
    expect(error.code).toBe('USER_REJECTED');
    expect(error.detail).toMatch(/Nothing was sent/);
    const plain = Object.assign(new Error('rejected'), { code: 4001 });
    expect(walletError(new Error('outer', { cause: plain })).code).toBe('USER_REJECTED');
  });

  it('puts a revert of ours into words, though the call was of another contract', () => {
    const reverted = new ContractFunctionRevertedError({ abi: [], data, functionName: 'topUp' });
    const error = walletError(
      new ContractFunctionExecutionError(reverted, { abi: [], functionName: 'topUp' }),
    );
    expect(error).toMatchObject({
      code: 'WRONG_STATE',
      detail: 'The deal is in state 0, not in 1.',
    });
  });

  it('reads revert data from a bare RPC error', () => {
    const rpc = Object.assign(new Error('execution reverted'), { code: 3, data });
    expect(walletError(rpc).code).toBe('WRONG_STATE');
  });

  it('tells missing money from a chain that is away', () => {
    expect(walletError(new Error('err: insufficient funds for gas * price + value')).code).toBe(
      'INSUFFICIENT_FUNDS',
    );
    expect(walletError(new HttpRequestError({ url: 'http://127.0.0.1:1' })).code).toBe(
      'CHAIN_UNREACHABLE',
    );
  });

  it('keeps what it does not know, and its own errors as they are', () => {
    const unknown = walletError(new Error('The device is locked.\nmore'));
    expect(unknown.code).toBe('WALLET_FAILED');
    expect(unknown.detail).toContain('The device is locked.');
    expect(walletError(unknown)).toBe(unknown);
    expect(walletError('REPLACED')).toMatchObject({ code: 'REPLACED' });
    expect(walletError(undefined).detail).not.toBe('');
    expect(WalletError.is(unknown, 'WALLET_FAILED')).toBe(true);
  });
});
