'use client';

import { useState } from 'react';
import {
  Amount,
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  ConfirmDialog,
} from '@/components/ui';
import { NetworkGuard, TransactionStatus, useTransaction, useWallet } from '@/components/wallet';
import { useRefreshDeal } from '@/lib/client/deals/queries';
import type { DealMoney } from '@/lib/client/deals/runway';
import { visibleName } from '@/lib/client/file-name';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { Address } from '@/lib/core/protocol/primitives';

interface CloseCardProps {
  deal: DealSnapshot;
  money: DealMoney | undefined;
}

/** Ends an active deal, with all that follows from it said before. */
export function CloseCard({ deal, money }: CloseCardProps) {
  const refresh = useRefreshDeal(deal.dealId);
  const transaction = useTransaction();
  const wallet = useWallet();
  const [open, setOpen] = useState(false);
  if (deal.status !== 'ACTIVE' || !deal.address) return null;
  const isOther = wallet.status === 'connected' && wallet.address !== deal.client;
  const isSent = transaction.step === 'mined' || transaction.step === 'finalised';
  const close = () => {
    const call = {
      address: deal.address as Address,
      abi: storageDealAbi,
      functionName: 'closeDeal',
      args: [],
    } as const;
    // What went wrong stands in the transaction's own status, beside the button.
    void transaction.send(call).then(refresh, () => undefined);
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Close the deal</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="max-w-text text-sm text-muted">
          You can end the deal at any time. You pay for the hours until now and get the rest back.
        </p>
        {isSent ? null : (
          <div>
            <NetworkGuard>
              <Button
                variant="secondary"
                loading={transaction.busy}
                disabled={isOther}
                onClick={() => setOpen(true)}
              >
                Close deal
              </Button>
            </NetworkGuard>
          </div>
        )}
        {isOther ? (
          <p className="text-sm text-warn">
            Your wallet shows another account. Only the one that owns this deal can close it.
          </p>
        ) : null}
        <TransactionStatus transaction={transaction} />
        <ConfirmDialog
          open={open}
          onOpenChange={setOpen}
          title={`Close the deal of ${visibleName(deal.file.name)}?`}
          confirmLabel="Close the deal"
          cancelLabel="Keep it running"
          tone="danger"
          onConfirm={close}
        >
          <ul className="grid list-disc gap-2 pl-5">
            <li>
              The computers stop keeping your file when the deal has ended, and then{' '}
              <strong className="text-ink">nobody can restore it</strong>. Download it first if you
              need it.
            </li>
            <li>
              {money ? (
                <>
                  About <Amount atto={money.clientBalance} className="text-ink" /> come back to your
                  wallet at once.
                </>
              ) : (
                'What is not owed comes back to your wallet at once.'
              )}
            </li>
            <li>
              The last proofs are still counted and paid; what then remains follows by itself.
            </li>
            <li>Seal rewards that were paid at the start do not come back.</li>
          </ul>
        </ConfirmDialog>
      </CardBody>
    </Card>
  );
}
