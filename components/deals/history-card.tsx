'use client';

import { useState } from 'react';
import {
  Address,
  Amount,
  Badge,
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  ErrorState,
  SkeletonLines,
} from '@/components/ui';
import { historyWords, isWorthTelling } from '@/lib/client/deals/history-words';
import { useHistory } from '@/lib/client/deals/queries';
import { accountUrl, transactionUrl } from '@/lib/client/explorer';
import { useNetwork } from '@/lib/client/network';
import type { DealHistoryEntry } from '@/lib/core/protocol/deal-progress';
import type { DealSnapshot } from '@/lib/core/protocol/deals';

const FIRST_ROWS = 12;

/** Everything that happened to the deal on the chain, with its transactions. */
export function HistoryCard({ deal }: { deal: DealSnapshot }) {
  const query = useHistory(deal);
  const { data: network } = useNetwork();
  const [showAll, setShowAll] = useState(false);
  if (!deal.address && deal.status !== 'PUBLISHED') return null;
  const entries = (query.data?.entries ?? []).filter(isWorthTelling);
  const shown = showAll ? entries : entries.slice(0, FIRST_ROWS);
  return (
    <Card>
      <CardHeader
        actions={
          deal.address ? (
            <Address
              value={deal.address}
              href={accountUrl(network?.chainId, deal.address)}
              className="text-xs"
            />
          ) : undefined
        }
      >
        <CardTitle>On the chain</CardTitle>
      </CardHeader>
      {query.isPending ? (
        <CardBody>
          <SkeletonLines lines={4} />
        </CardBody>
      ) : query.error && !query.data ? (
        <CardBody>
          <ErrorState
            error={query.error}
            title="The history could not be loaded."
            retry={() => void query.refetch()}
          />
        </CardBody>
      ) : entries.length === 0 ? (
        <CardBody className="text-sm text-muted">Nothing yet.</CardBody>
      ) : (
        <ul className="divide-y text-sm">
          {shown.map((entry, i) => (
            <Entry
              // biome-ignore lint/suspicious/noArrayIndexKey: one transaction may have several equal entries
              key={`${entry.txHash}-${entry.name}-${entry.slot}-${i}`}
              chainId={network?.chainId}
              entry={entry}
            />
          ))}
        </ul>
      )}
      {entries.length > FIRST_ROWS ? (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" size="sm" onClick={() => setShowAll(!showAll)}>
            {showAll ? 'Show fewer' : `Show all ${entries.length}`}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Entry({ entry, chainId }: { entry: DealHistoryEntry; chainId?: number }) {
  const { status, slot, amount, txHash, block, error } = entry;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2 sm:px-6">
      <span className="flex min-w-0 flex-wrap items-center gap-2">
        {historyWords(entry)}
        {slot === undefined ? null : <span className="text-muted">part {slot + 1}</span>}
        {status === 'pending' ? <Badge tone="info">on its way</Badge> : null}
        {status === 'failed' ? <Badge tone="bad">refused</Badge> : null}
      </span>
      <span className="flex items-center gap-4 text-xs text-muted">
        {amount === undefined ? null : <Amount atto={amount} className="text-ink" />}
        {block === undefined ? null : <span>block {block.toString()}</span>}
        {txHash ? <Address value={txHash} href={transactionUrl(chainId, txHash)} /> : null}
      </span>
      {error ? <p className="w-full text-xs text-bad">{error}</p> : null}
    </li>
  );
}
