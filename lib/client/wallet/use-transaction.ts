'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Abi, ContractFunctionName, TransactionReceipt } from 'viem';
import type { ContractCall, TransactionState } from './transaction-types';

export interface UseTransaction extends TransactionState {
  /** True from the simulation until the call is in a block. */
  busy: boolean;
  /** Resolves when the call is in a block; rejects with a WalletError, which `error` holds too. */
  send<const A extends Abi, F extends ContractFunctionName<A, 'nonpayable' | 'payable'>>(
    call: ContractCall<A, F>,
  ): Promise<TransactionReceipt>;
  /** Back to `idle`, to try again. */
  reset(): void;
}

const idle: TransactionState = { step: 'idle' };

/**
 * One transaction from the wallet, step by step. Show it with `<TransactionStatus />`.
 *
 * @example
 * const start = useTransaction();
 * await start.send({ address, abi: storageDealAbi, functionName: 'startDeal', args: [hash], value });
 */
export function useTransaction(): UseTransaction {
  const [state, setState] = useState(idle);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const begin = useCallback(() => {
    current.current?.abort();
    current.current = new AbortController();
    return current.current.signal;
  }, []);

  const send = useCallback(
    async (call: unknown) => {
      const signal = begin();
      const report = (next: TransactionState) => {
        if (!signal.aborted) setState(next);
      };
      report({ step: 'simulating' });
      const { sendTransaction, watchFinality } = await import('./send-transaction');
      const receipt = await sendTransaction(call as ContractCall, report);
      // Goes on beside the page; it ends with the page, the next transaction or finality.
      void watchFinality(receipt, report, signal);
      return receipt;
    },
    [begin],
  ) as UseTransaction['send'];

  const reset = useCallback(() => {
    begin();
    setState(idle);
  }, [begin]);

  const busy = ['simulating', 'confirm', 'pending'].includes(state.step);
  return { ...state, busy, send, reset };
}
