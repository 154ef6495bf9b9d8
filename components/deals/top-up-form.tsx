'use client';

import { type FormEvent, useState } from 'react';
import { formatEther } from 'viem';
import { Button, Field, Input } from '@/components/ui';
import { NetworkGuard, TransactionStatus, useTransaction } from '@/components/wallet';
import { parseFil } from '@/lib/client/deals/parse-fil';
import { type DealMoney, periodsFor } from '@/lib/client/deals/runway';
import { missingToEnd, spendingPerPeriod } from '@/lib/client/deals/top-up';
import { formatDuration, formatFil } from '@/lib/client/format';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import type { Address } from '@/lib/core/protocol/primitives';
import { CoinsForTests } from './coins-for-tests';

interface TopUpFormProps {
  address: Address;
  money: DealMoney;
  now: number | null;
  periodSeconds: number;
  onPaid(): void;
}

/** How much, what it buys, and the transaction. */
export function TopUpForm({ address, money, now, periodSeconds, onPaid }: TopUpFormProps) {
  const [text, setText] = useState('');
  const transaction = useTransaction();
  const amount = parseFil(text);
  const perPeriod = spendingPerPeriod(money, (now ?? 0) / 1000, periodSeconds);
  const missing = missingToEnd(money, perPeriod);
  if (money.fundedUntil >= money.endPeriod) {
    return (
      <div className="grid gap-4">
        <p className="text-sm">
          This deal is paid to the end of its term. More money would only be returned to its owner.
        </p>
        {/* The payment that brought it there still says where it is. */}
        <TransactionStatus transaction={transaction} />
      </div>
    );
  }
  const extension = amount ? Number(periodsFor(amount, perPeriod)) * periodSeconds : 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!amount) return;
    const call = {
      address,
      abi: storageDealAbi,
      functionName: 'topUp',
      args: [],
      value: amount,
    } as const;
    const paid = () => {
      setText('');
      onPaid();
    };
    // What went wrong stands in the transaction's own status.
    void transaction.send(call).then(paid, () => undefined);
  };
  return (
    <form onSubmit={submit} className="grid max-w-md gap-4">
      <Field
        label="Amount"
        error={text !== '' && amount === null ? 'Enter an amount of FIL, such as 0.25.' : undefined}
        hint={
          extension > 0
            ? `Lasts about ${formatDuration(extension)} longer.`
            : missing > 0n
              ? `About ${formatFil(missing)} pay it to the end of the term.`
              : undefined
        }
      >
        <Input
          inputMode="decimal"
          autoComplete="off"
          suffix="FIL"
          value={text}
          disabled={transaction.busy}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {missing > 0n ? (
        <Button
          size="sm"
          className="justify-self-start"
          disabled={transaction.busy}
          onClick={() => setText(formatEther(missing))}
        >
          To the end of the term
        </Button>
      ) : null}
      <div>
        <NetworkGuard>
          <Button type="submit" variant="primary" disabled={!amount} loading={transaction.busy}>
            {amount ? `Pay ${formatFil(amount)} into the deal` : 'Pay into the deal'}
          </Button>
        </NetworkGuard>
      </div>
      <TransactionStatus transaction={transaction} />
      <CoinsForTests transaction={transaction} />
    </form>
  );
}
