'use client';

import { useMemo, useState } from 'react';
import { Button, Card, CardBody, CardHeader, CardTitle, PageHeader } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { defaultStop, durationStops } from '@/lib/client/deals/durations';
import { rulesOf, useQuote } from '@/lib/client/deals/queries';
import { useDebounced } from '@/lib/client/deals/use-debounced';
import { useNow } from '@/lib/client/deals/use-now';
import { formatBytes } from '@/lib/client/format';
import type { Tier } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import { DropZone } from './drop-zone';
import { DurationChoice } from './duration-choice';
import { PricePanel } from './price-panel';
import { RequestError } from './request-error';
import { TierCards } from './tier-cards';
import { UnfinishedUploads } from './unfinished-uploads';
import { UploadCard } from './upload-card';
import { useStoreFlow } from './use-store-flow';

const SETTLE_MS = 200;
const MINUTE_MS = 60_000;

/** One page that grows: file, upload, choices, price; then the review is the deal's own page. */
export function StorePage({ network }: { network: Network }) {
  const flow = useStoreFlow();
  const now = useNow(MINUTE_MS);
  const stops = useMemo(() => durationStops(rulesOf(network)), [network]);
  const [chosen, setChosen] = useState<number | null>(null);
  const index = chosen ?? defaultStop(stops);
  const [tier, setTier] = useState<Tier>('day');
  const durationPeriods = stops[index] ?? 0;
  const asked = useDebounced(durationPeriods, SETTLE_MS);
  const bytes = flow.file?.bytes ?? 0;
  const query = bytes > 0 && asked > 0 ? { bytes, durationPeriods: asked, tier } : null;
  const quote = useQuote(query);
  const isUploaded = flow.controls.state.phase === 'done';
  const isStale = quote.isPlaceholderData || asked !== durationPeriods;

  return (
    <>
      <PageHeader
        title="Store a file"
        lead="Your file is cut into parts, any few of which restore it, and kept by ordinary computers whose hours together cover the week."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <FileStep flow={flow} />
          <Card>
            <CardHeader>
              <CardTitle>How it is kept</CardTitle>
            </CardHeader>
            <CardBody className="grid gap-6">
              <DurationChoice
                stops={stops}
                index={index}
                onChange={setChosen}
                network={network}
                now={now}
              />
              <TierCards
                value={tier}
                onChange={setTier}
                bytes={asked > 0 ? bytes : 0}
                durationPeriods={asked}
              />
            </CardBody>
          </Card>
        </div>
        <PricePanel quote={query ? quote.data : undefined} isStale={isStale} error={quote.error}>
          <Button
            variant="primary"
            size="lg"
            className="w-full"
            disabled={!isUploaded}
            loading={flow.request.busy}
            onClick={() => void flow.submit({ durationPeriods, tier })}
          >
            Choose the computers
          </Button>
          <p className="min-h-5 text-xs text-muted" aria-live="polite">
            {isUploaded
              ? 'Nothing is paid yet: next you see the computers and the exact price.'
              : flow.file
                ? `When the ${formatBytes(bytes)} have arrived you can go on.`
                : 'First choose a file.'}
          </p>
          <RequestError error={flow.request.error} />
        </PricePanel>
      </div>
    </>
  );
}

function FileStep({ flow }: { flow: ReturnType<typeof useStoreFlow> }) {
  const { controls, file, awaitsSignIn, wallet } = flow;
  if (awaitsSignIn && file) {
    return (
      <div className="grid justify-items-center gap-3">
        <SignInGate
          reason={`${file.name} (${formatBytes(file.bytes)}) will belong to your wallet: nobody else can see or fetch it. The upload begins when you have signed in.`}
        >
          {null}
        </SignInGate>
        <Button variant="ghost" onClick={flow.unpick}>
          Choose another file
        </Button>
      </div>
    );
  }
  if (controls.state.phase !== 'idle') return <UploadCard controls={controls} />;
  return (
    <div className="grid gap-4">
      {wallet ? <UnfinishedUploads wallet={wallet} /> : null}
      <DropZone onFile={flow.pick} />
    </div>
  );
}
