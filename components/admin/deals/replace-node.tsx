'use client';

import { Button, ConfirmDialog, toast } from '@/components/ui';
import { useAdminAction } from '@/lib/client/admin/queries';
import { shortAddress } from '@/lib/client/format';
import { type AdminDealDetail, slotReplacing } from '@/lib/core/protocol/admin';

type Slot = AdminDealDetail['deal']['slots'][number];

const reasons: Readonly<Record<string, string>> = {
  Refused: 'it has refused the sector',
  Silent: 'it does not answer',
  MissedSealing: 'it has not sealed in time; a day of its promises counts as missed',
  Unhealthy: 'it is not healthy; its own periods so far stay paid',
};

export interface ReplaceNodeProps {
  dealId: string;
  slot: Slot;
  reason?: string;
  obstacle?: string;
}

/** Gives one slot to another node, after a question that says what follows. */
export function ReplaceNode({ dealId, slot, reason, obstacle }: ReplaceNodeProps) {
  const action = useAdminAction(slotReplacing);
  if (!reason) {
    return (
      <span className="text-xs text-muted" title={obstacle}>
        {obstacle ? 'protected' : ''}
      </span>
    );
  }
  const confirm = async () => {
    const path = `deals/${dealId}/slots/${slot.slot}/replace`;
    await action.mutateAsync({ path, json: { generation: slot.generation } });
    toast({
      tone: 'good',
      title: `Slot ${slot.slot} goes to another node`,
      text: 'The piece is fetched first where the portal has it no more. Watch the jobs below.',
    });
  };
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" aria-label={`Replace the node of slot ${slot.slot}`}>
          Replace
        </Button>
      }
      title={`Take slot ${slot.slot} from ${shortAddress(slot.node)}?`}
      confirmLabel="Replace the node"
      cancelLabel="Leave it"
      tone="danger"
      onConfirm={confirm}
    >
      <p>
        Another node that fits the deal’s hours and price gets the slot, fetches the piece and seals
        it. The contract is told that this node is replaced because {reasons[reason] ?? reason}.
      </p>
      <p>It cannot be undone. It is written into the audit log.</p>
    </ConfirmDialog>
  );
}
