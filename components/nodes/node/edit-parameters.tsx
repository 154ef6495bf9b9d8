'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Checkbox, Dialog, Field, Input } from '@/components/ui';
import { NetworkGuard, TransactionStatus, useTransaction } from '@/components/wallet';
import { useNetwork } from '@/lib/client/network';
import { microNodeRegistryAbi } from '@/lib/core/chain/abi/micro-node-registry';
import type { NodeDetail } from '@/lib/core/protocol/nodes';
import { changeOf, fieldsOf, type ParameterErrors, type ParameterFields } from './parameters';

/** Changes a node's parameters from its operator's wallet. */
export function EditParameters({ node }: { node: NodeDetail }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Change parameters</Button>}
      title="Change parameters"
      description="They come into force with the next period, for new deals. Running deals keep theirs."
    >
      <EditForm node={node} onClose={() => setOpen(false)} />
    </Dialog>
  );
}

function EditForm({ node, onClose }: { node: NodeDetail; onClose(): void }) {
  const before = node.pending?.parameters ?? node;
  const client = useQueryClient();
  const { data: network } = useNetwork();
  const transaction = useTransaction();
  const [fields, setFields] = useState<ParameterFields>(() => fieldsOf(before));
  const [errors, setErrors] = useState<ParameterErrors>({});
  const change = changeOf(fields, before, BigInt(node.hoursMap));
  const set = (part: Partial<ParameterFields>) => {
    setFields({ ...fields, ...part });
    setErrors({});
  };
  const isDone = transaction.step === 'mined' || transaction.step === 'finalised';

  const send = async () => {
    setErrors(change.errors ?? {});
    if (!change.parameters || change.mask === 0 || !network) return;
    const sent = await transaction
      .send({
        address: network.contracts.registry,
        abi: microNodeRegistryAbi,
        functionName: 'setParameters',
        args: [change.mask, change.parameters],
      })
      // shown by TransactionStatus
      .catch(() => null);
    if (sent) await client.invalidateQueries({ queryKey: ['node', node.operator] });
  };

  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Checkbox
        label="Take new pieces"
        hint="Without it, running deals go on and nothing new is offered to you."
        checked={fields.accepting}
        onChange={(event) => set({ accepting: event.target.checked })}
      />
      <Field label="Rate for one GiB a month" error={errors.rate}>
        <Input
          inputMode="decimal"
          suffix="FIL"
          value={fields.rate}
          onChange={(event) => set({ rate: event.target.value })}
        />
      </Field>
      <Field label="Max span" error={errors.maxSpan}>
        <Input
          inputMode="numeric"
          suffix="hours"
          value={fields.maxSpan}
          onChange={(event) => set({ maxSpan: event.target.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Smallest file" optional error={errors.minFile}>
          <Input
            inputMode="decimal"
            suffix="MiB"
            placeholder="any size"
            value={fields.minFile}
            onChange={(event) => set({ minFile: event.target.value })}
          />
        </Field>
        <Field label="Largest file" optional error={errors.maxFile}>
          <Input
            inputMode="decimal"
            suffix="MiB"
            placeholder="no limit"
            value={fields.maxFile}
            onChange={(event) => set({ maxFile: event.target.value })}
          />
        </Field>
      </div>
      <TransactionStatus transaction={transaction} />
      {isDone ? (
        <p className="text-sm text-muted">
          The new values appear on this page as soon as the chain has made them final.
        </p>
      ) : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={onClose}>{isDone ? 'Close' : 'Cancel'}</Button>
        {isDone ? null : (
          <NetworkGuard>
            <Button
              type="submit"
              variant="primary"
              loading={transaction.busy}
              disabled={change.parameters !== null && change.mask === 0}
            >
              Change parameters
            </Button>
          </NetworkGuard>
        )}
      </div>
    </form>
  );
}
