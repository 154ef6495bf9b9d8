'use client';

import { Circle, CircleCheck, CircleX, LoaderCircle } from 'lucide-react';
import { cn } from '@/lib/client/cn';
import { transactionUrl } from '@/lib/client/explorer';
import { useNetwork } from '@/lib/client/network';
import type { TransactionState, TransactionStep } from '@/lib/client/wallet/transaction-types';
import { Address } from '../ui/address';
import { ErrorText } from '../ui/error-state';

const steps = [
  { id: 'simulating', label: 'Check', doing: 'Trying it without sending anything.' },
  { id: 'confirm', label: 'Confirm', doing: 'Look at your wallet: it asks you to confirm.' },
  { id: 'pending', label: 'Sent', doing: 'Waiting for a block. You may leave this page.' },
  { id: 'mined', label: 'In a block', doing: 'Done. The chain makes it final in the background.' },
  { id: 'finalised', label: 'Final', doing: 'Final: it cannot be taken back any more.' },
] as const;

const done: readonly TransactionStep[] = ['mined', 'finalised'];

function StepIcon({ state }: { state: 'done' | 'now' | 'next' }) {
  if (state === 'done') return <CircleCheck className="size-4 text-accent" aria-hidden />;
  if (state === 'now')
    return <LoaderCircle className="size-4 animate-spin text-link" aria-hidden />;
  return <Circle className="size-4 text-muted" aria-hidden />;
}

export interface TransactionStatusProps {
  transaction: TransactionState;
  className?: string;
}

/** Where a transaction is; nothing before it begins. */
export function TransactionStatus({ transaction, className }: TransactionStatusProps) {
  const { step, hash, error } = transaction;
  const { data: network } = useNetwork();
  if (step === 'idle') return null;
  const at = steps.findIndex(({ id }) => id === step);
  return (
    <div role="status" aria-label="Transaction" className={cn('grid gap-2 text-sm', className)}>
      {step === 'failed' ? (
        <ErrorText error={error} />
      ) : (
        <>
          <ol className="flex flex-wrap gap-x-4 gap-y-1">
            {steps.map(({ id, label }, position) => {
              const isDone = position < at || (position === at && done.includes(id));
              const state = isDone ? 'done' : position === at ? 'now' : 'next';
              return (
                <li
                  key={id}
                  aria-current={position === at ? 'step' : undefined}
                  className={cn('flex items-center gap-1', state === 'next' && 'text-muted')}
                >
                  <StepIcon state={state} />
                  {label}
                  <span className="sr-only">{isDone ? ', done' : ''}</span>
                </li>
              );
            })}
          </ol>
          <p className="text-muted">{steps[at]?.doing}</p>
        </>
      )}
      {hash ? (
        <p className="flex flex-wrap items-center gap-1 text-xs text-muted">
          {step === 'failed' ? <CircleX className="size-4" aria-hidden /> : null}
          Transaction <Address value={hash} href={transactionUrl(network?.chainId, hash)} />
        </p>
      ) : null}
    </div>
  );
}
