'use client';

import { Button, ConfirmDialog, toast } from '@/components/ui';
import { useAdminAction } from '@/lib/client/admin/queries';
import { type AdminDealDetail, dealEnding } from '@/lib/core/protocol/admin';

const words = {
  end: {
    button: 'End the deal',
    title: 'End this deal now?',
    done: 'The end is on its way to the chain',
    text: [
      'The last proofs are settled, the nodes are paid what they are owed, and the client gets back what is left.',
      'The nodes’ space is free again. The file can no longer be fetched.',
    ],
  },
  cancel: {
    button: 'Cancel the deal',
    title: 'Cancel this deal?',
    done: 'The deal is being cancelled',
    text: [
      'It has not been started: nothing has been paid, and whatever was sent to its contract goes back to the client.',
      'The nodes stop sealing, and the client is told. The file would have to be asked for anew.',
    ],
  },
} as const;

/** The end of a deal, or why it cannot be ended now. */
export function DealActions({ detail }: { detail: AdminDealDetail }) {
  const { end, obstacle } = detail.actions;
  const action = useAdminAction(dealEnding);
  if (!end) return <p className="max-w-text text-sm text-muted">{obstacle}</p>;
  const { button, title, text, done } = words[end];
  const confirm = async () => {
    await action.mutateAsync({ path: `deals/${detail.deal.dealId}/end` });
    toast({ tone: 'good', title: done });
  };
  return (
    <div>
      <ConfirmDialog
        trigger={<Button variant="danger">{button}</Button>}
        title={title}
        confirmLabel={button}
        cancelLabel="Leave it"
        tone="danger"
        onConfirm={confirm}
      >
        {text.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <p>This is written into the audit log.</p>
      </ConfirmDialog>
    </div>
  );
}
