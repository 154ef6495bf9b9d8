'use client';

import type { ReactNode } from 'react';
import { Amount, Card, CardBody, CardHeader, CardTitle, ErrorText, Term } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import { formatBytes, formatPercent } from '@/lib/client/format';
import type { Quote } from '@/lib/core/protocol/quotes';

interface PricePanelProps {
  quote: Quote | undefined;
  isStale: boolean;
  error: unknown;
  children: ReactNode;
}

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-1.5">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-right text-sm">{children}</dd>
    </div>
  );
}

/** What the choices cost. Every line has its place from the start, so that nothing jumps. */
export function PricePanel({ quote, isStale, error, children }: PricePanelProps) {
  const cost = quote?.cost;
  const none = <span className="text-muted">–</span>;
  return (
    <Card className="lg:sticky lg:top-24">
      <CardHeader>
        <CardTitle>Price</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <div className={cn('transition-opacity', isStale && 'opacity-60')}>
          <p className="min-h-9 text-xl font-semibold">
            {cost ? <Amount atto={cost.total} /> : <span className="text-muted">–</span>}
          </p>
          <p className="min-h-5 text-xs text-muted">
            {cost
              ? 'for the whole term, most of it returned if you close early'
              : 'Choose a file to see its price.'}
          </p>
          <dl className="mt-3 divide-y">
            <Row label="A month">{cost ? <Amount atto={cost.perMonth} /> : none}</Row>
            <Row label={<Term word="seal">Seal rewards, once</Term>}>
              {cost ? <Amount atto={cost.sealRewards} /> : none}
            </Row>
            <Row label="Needed to start">{cost ? <Amount atto={cost.minimumToStart} /> : none}</Row>
            <Row label="Computers">
              {quote && quote.n > 0 ? `${quote.n}, any ${quote.k} restore it` : none}
            </Row>
            <Row label="Readable at the weakest hour">
              {quote && quote.n > 0 ? formatPercent(quote.prediction.worst) : none}
            </Row>
            <Row label="Stored in">
              {quote && quote.n > 0
                ? `${quote.segments * quote.n} sectors of ${formatBytes(quote.sectorBytes)}`
                : none}
            </Row>
          </dl>
        </div>
        {quote && !quote.prediction.reached && quote.prediction.missing ? (
          <p className="text-xs text-warn">{quote.prediction.missing}</p>
        ) : null}
        {error ? <ErrorText error={error} /> : null}
        {children}
        <p className="text-xs text-muted">
          An estimate with the computers of this moment. You see the exact plan before you pay
          anything.
        </p>
      </CardBody>
    </Card>
  );
}
