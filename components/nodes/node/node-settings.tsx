'use client';

import type { ReactNode } from 'react';
import { Address, Card, CardBody, CardHeader, CardTitle, Term, Time } from '@/components/ui';
import { useWallet } from '@/components/wallet';
import { formatBytes, formatRate } from '@/lib/client/format';
import type { NodeDetail, NodeParameters } from '@/lib/core/protocol/nodes';
import { MAX_FILE_SIZE } from '../units';
import { EditParameters } from './edit-parameters';

/** What the computer asks for now, and how its owner changes that. */
export function NodeSettings(props: { node: NodeDetail; periodSeconds: number | undefined }) {
  const { node, periodSeconds } = props;
  const { address } = useWallet();
  const isOwner = address?.toLowerCase() === node.operator;
  const { pending } = node;
  return (
    <Card>
      <CardHeader actions={isOwner && !node.retired ? <EditParameters node={node} /> : undefined}>
        <CardTitle>Settings</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-5">
        <ParameterList parameters={node} />
        {pending ? (
          <div className="grid gap-2 rounded-md border border-warn bg-warn-soft p-3 text-sm">
            <p className="font-medium text-warn">
              From{' '}
              {periodSeconds ? (
                <Time period={pending.from} periodSeconds={periodSeconds} />
              ) : (
                `period ${pending.from}`
              )}{' '}
              on:
            </p>
            <ParameterList parameters={pending.parameters} />
          </div>
        ) : null}
        <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2">
          <Item name={<Term word="payout">Payout</Term>}>
            <Address value={node.payout} />
          </Item>
        </dl>
        {isOwner ? <OwnerNote /> : <HowTo />}
      </CardBody>
    </Card>
  );
}

function ParameterList({ parameters }: { parameters: NodeParameters }) {
  const { accepting, rate, maxSpan, minFileSize, maxFileSize } = parameters;
  return (
    <dl className="grid gap-x-8 gap-y-3 text-sm sm:grid-cols-2 lg:grid-cols-4">
      <Item name="New pieces">{accepting ? 'Accepted' : 'Not accepted'}</Item>
      <Item name={<Term word="rate">Rate</Term>}>{formatRate(rate)}</Item>
      <Item name={<Term word="max span">Max span</Term>}>{maxSpan} hours</Item>
      <Item name="File sizes">
        {minFileSize <= 1n ? 'Any' : `From ${formatBytes(minFileSize)}`}
        {maxFileSize >= MAX_FILE_SIZE ? ' size' : ` up to ${formatBytes(maxFileSize)}`}
      </Item>
    </dl>
  );
}

function Item({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="font-medium">{children}</dd>
    </div>
  );
}

function OwnerNote() {
  return (
    <p className="max-w-text text-sm text-muted">
      Your wallet is this node’s operator. The agent’s own settings have the last word: at its next
      start it tells the registry what stands there. Change them too, with{' '}
      <code>micro-node set</code>.
    </p>
  );
}

function HowTo() {
  return (
    <details className="max-w-text text-sm">
      <summary className="cursor-pointer font-medium">Is this your node? How to change it</summary>
      <ol className="mt-2 grid list-decimal gap-1 pl-5 text-muted">
        <li>
          On the computer, tell the agent, for example{' '}
          <code>micro-node set --rate 1200000000000 --accepting no</code>. Rates are in attoFIL per
          MiB and day; <code>micro-node set --help</code> lists all values.
        </li>
        <li>
          Restart the agent (<code>micro-node run</code>). It tells the registry, without any fee.
        </li>
      </ol>
      <p className="mt-2 text-muted">
        Or import the agent’s <code>keystore.json</code> into a wallet and connect it here: then
        this card has a button to change the parameters.
      </p>
    </details>
  );
}
