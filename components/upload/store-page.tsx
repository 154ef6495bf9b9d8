'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import {
  Button,
  Card,
  CardBody,
  CardHeader,
  CardTitle,
  PageHeader,
  Skeleton,
} from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { defaultStop, durationStops } from '@/lib/client/deals/durations';
import { rulesOf, useQuote } from '@/lib/client/deals/queries';
import { useDebounced } from '@/lib/client/deals/use-debounced';
import { useNow } from '@/lib/client/deals/use-now';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes } from '@/lib/client/format';
import type { UploadedFile } from '@/lib/client/upload/types';
import type { Tier } from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import { ArchiveCard } from './archive-card';
import { DropZone } from './drop-zone';
import { DurationChoice } from './duration-choice';
import { PricePanel } from './price-panel';
import { RequestError } from './request-error';
import { TierCards } from './tier-cards';
import { UnfinishedUploads } from './unfinished-uploads';
import { useStoreFlow } from './use-store-flow';

/** Comes with the first file, as tus does: its dialogs are larger than the rest of the page. */
const UploadCard = dynamic(() => import('./upload-card').then((part) => part.UploadCard), {
  ssr: false,
  loading: () => <Skeleton className="h-32" />,
});

const SETTLE_MS = 200;
const MINUTE_MS = 60_000;
const SIGN_IN_AGAIN =
  'Your session has ended. What has arrived is kept: sign in with the same wallet, and the upload goes on by itself.';

type StoreFlow = ReturnType<typeof useStoreFlow>;

const signInReason = ({ name, bytes }: UploadedFile) =>
  `${visibleName(name)} (${formatBytes(bytes)}) will belong to your wallet: nobody else can see or fetch it. The upload begins when you have signed in.`;

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
        title="Store files"
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
              : flow.archive.draft
                ? 'First upload the archive.'
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

function FileStep({ flow }: { flow: StoreFlow }) {
  const { controls, file, archive, awaitsSignIn, wallet } = flow;
  const isSending = controls.state.phase !== 'idle';
  if (awaitsSignIn && file) {
    return (
      <div className="grid gap-4">
        {isSending ? <UploadCard controls={controls} /> : null}
        <SignInGate reason={isSending ? SIGN_IN_AGAIN : signInReason(file)}>{null}</SignInGate>
        {isSending ? null : (
          <Button variant="ghost" className="justify-self-center" onClick={flow.unpick}>
            Choose another file
          </Button>
        )}
      </div>
    );
  }
  if (isSending) return <UploadCard controls={controls} />;
  if (archive.draft) {
    return (
      <ArchiveCard
        {...archive.draft}
        onName={archive.rename}
        onStart={archive.send}
        onCancel={archive.drop}
      />
    );
  }
  return (
    <div className="grid gap-4">
      {wallet ? <UnfinishedUploads wallet={wallet} /> : null}
      <DropZone onFiles={flow.pick} />
    </div>
  );
}
