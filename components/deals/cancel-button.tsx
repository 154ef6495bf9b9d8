'use client';

import { Button, ConfirmDialog } from '@/components/ui';
import { api } from '@/lib/client/api';
import { useRefreshDeal } from '@/lib/client/deals/queries';
import { type DealSnapshot, dealAccepted } from '@/lib/core/protocol/deals';

/** Gives a deal up before it was started. */
export function CancelButton({ deal }: { deal: DealSnapshot }) {
  const refresh = useRefreshDeal(deal.dealId);
  const cancel = async () => {
    await api(`/api/deals/${deal.dealId}/cancel`, dealAccepted, { json: {} });
    refresh();
  };
  return (
    <ConfirmDialog
      trigger={
        <Button variant="ghost" size="sm">
          Cancel this deal
        </Button>
      }
      title="Cancel this deal?"
      confirmLabel="Cancel the deal"
      cancelLabel="Keep it"
      tone="danger"
      onConfirm={cancel}
    >
      <p>
        Nothing was paid, so nothing is lost. The uploaded file is deleted and the computers are
        free for others.
      </p>
      {deal.address ? (
        <p>The contract is cancelled on the chain; that takes a few blocks.</p>
      ) : null}
    </ConfirmDialog>
  );
}
