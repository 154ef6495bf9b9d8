'use client';

import { useState } from 'react';
import { Amount, Button, ErrorText } from '@/components/ui';
import { NetworkGuard, TransactionStatus, useTransaction, useWallet } from '@/components/wallet';
import { cn } from '@/lib/client/cn';
import { usePlan, useRefreshDeal } from '@/lib/client/deals/queries';
import { formatFil } from '@/lib/client/format';
import { fetchNetwork } from '@/lib/client/network';
import { chainClient } from '@/lib/client/wallet/chain';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Plan } from '@/lib/core/protocol/plans';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import { CancelButton } from './cancel-button';
import { CoinsForTests } from './coins-for-tests';

/** Reads the contract, compares it with what was reviewed and gives the hash to agree to. */
async function agree(deal: DealSnapshot, plan: Plan): Promise<Hex> {
  const [network, chain, { agreedTermsHash }] = await Promise.all([
    fetchNetwork(),
    chainClient(),
    // Merkle trees and hashing are needed here only.
    import('@/lib/client/deals/terms'),
  ]);
  const at = {
    chain,
    chainId: network.chainId,
    deal: deal.address as Address,
    fromBlock: BigInt(network.deployedAtBlock),
  };
  return agreedTermsHash(at, { wallet: deal.client, content: deal.content, plan });
}

/** The client's consent and payment, from the wallet. */
export function StartPanel({ deal }: { deal: DealSnapshot }) {
  const plan = usePlan(deal).data;
  const refresh = useRefreshDeal(deal.dealId);
  const wallet = useWallet();
  const transaction = useTransaction();
  const [isWhole, setWhole] = useState(true);
  const [checking, setChecking] = useState(false);
  const [mismatch, setMismatch] = useState<unknown>(null);
  if (!plan) return null;
  const value = isWhole ? plan.cost.total : plan.cost.minimumToStart;
  const isOther = wallet.status === 'connected' && wallet.address !== deal.client;
  const isSent = transaction.step === 'mined' || transaction.step === 'finalised';

  const start = async () => {
    setMismatch(null);
    setChecking(true);
    let hash: Hex;
    try {
      hash = await agree(deal, plan);
    } catch (error) {
      setMismatch(error);
      return;
    } finally {
      setChecking(false);
    }
    const call = {
      address: deal.address as Address,
      abi: storageDealAbi,
      functionName: 'startDeal',
      args: [hash],
      value,
    } as const;
    // What went wrong stands in the transaction's own status.
    await transaction.send(call).then(refresh, () => undefined);
  };

  return (
    <div className="grid gap-4">
      <fieldset className="grid gap-2 sm:grid-cols-2" disabled={transaction.busy || isSent}>
        <legend className="sr-only">How much to pay now</legend>
        <Choice
          checked={isWhole}
          onSelect={() => setWhole(true)}
          title="The whole term"
          amount={plan.cost.total}
          text="Nothing more to do. What is not used comes back."
        />
        <Choice
          checked={!isWhole}
          onSelect={() => setWhole(false)}
          title="The least to start"
          amount={plan.cost.minimumToStart}
          text={`Lasts ${plan.minRunwayPeriods} hours of the network; top up before, or the deal ends.`}
        />
      </fieldset>
      {isOther ? (
        <p className="text-sm text-warn">
          Your wallet shows another account. Change to the one that owns this deal.
        </p>
      ) : null}
      {isSent ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <NetworkGuard>
            <Button
              variant="primary"
              size="lg"
              loading={checking || transaction.busy}
              disabled={isOther}
              onClick={() => void start()}
            >
              Start deal and pay {formatFil(value)}
            </Button>
          </NetworkGuard>
          <CancelButton deal={deal} />
        </div>
      )}
      <p className="max-w-text text-xs text-muted">
        Before it asks your wallet, this page reads the contract from the chain and recomputes the
        hash of its terms, so that you agree to exactly what you reviewed.
      </p>
      {mismatch ? <ErrorText error={mismatch} /> : null}
      <TransactionStatus transaction={transaction} />
      <CoinsForTests transaction={transaction} />
    </div>
  );
}

interface ChoiceProps {
  checked: boolean;
  onSelect(): void;
  title: string;
  amount: bigint;
  text: string;
}

function Choice({ checked, onSelect, title, amount, text }: ChoiceProps) {
  return (
    <label
      className={cn(
        'grid cursor-pointer gap-0.5 rounded-md border bg-surface p-3 has-focus-visible:outline-2 has-focus-visible:outline-link',
        checked && 'border-accent bg-accent-soft',
      )}
    >
      <span className="flex items-center gap-2 text-sm font-medium">
        <input
          type="radio"
          name="start-amount"
          className="size-4 accent-accent"
          checked={checked}
          onChange={onSelect}
        />
        {title}: <Amount atto={amount} />
      </span>
      <span className="text-xs text-muted">{text}</span>
    </label>
  );
}
