'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button, Dialog, ErrorText, Progress, type Tone } from '@/components/ui';
import { api } from '@/lib/client/api';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes, shortAddress } from '@/lib/client/format';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { type Retrieval, retrieval, retrievalAccepted } from '@/lib/core/protocol/retrievals';

const POLL_MS = 1000;
const isOver = (status: Retrieval['status'] | undefined) =>
  status === 'READY' || status === 'FAILED' || status === 'EXPIRED';

/** Fetches the file back; always in the same place, and says why when it is not possible. */
export function DownloadButton({ deal }: { deal: DealSnapshot }) {
  const [open, setOpen] = useState(false);
  const isPossible = deal.status === 'ACTIVE' || deal.status === 'CLOSING';
  const request = useMutation({
    mutationFn: () => api(`/api/deals/${deal.dealId}/retrievals`, retrievalAccepted, { json: {} }),
  });
  const begin = () => {
    setOpen(true);
    if (!request.isPending) request.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title="Fetch the file back"
      description={`${visibleName(deal.file.name)}, ${formatBytes(deal.file.bytes)}`}
      trigger={
        <Button
          disabled={!isPossible}
          title={isPossible ? undefined : 'A file can be fetched while its deal is active.'}
          onClick={begin}
        >
          <Download aria-hidden /> Download
        </Button>
      }
    >
      {request.error ? (
        <div className="grid justify-items-start gap-3">
          <ErrorText error={request.error} />
          <Button onClick={begin}>Try again</Button>
        </div>
      ) : request.data ? (
        <Progressing id={request.data.retrievalId} onRetry={begin} />
      ) : (
        <p className="text-sm text-muted" role="status">
          Asking the computers.
        </p>
      )}
    </Dialog>
  );
}

function Progressing({ id, onRetry }: { id: string; onRetry(): void }) {
  const { data, error } = useQuery({
    queryKey: ['retrieval', id],
    queryFn: () => api(`/api/retrievals/${id}`, retrieval),
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : POLL_MS),
  });
  if (!data) {
    return error ? <ErrorText error={error} /> : <p className="text-sm text-muted">Asking …</p>;
  }
  if (data.status === 'READY') return <Ready retrieval={data} />;
  if (isOver(data.status)) {
    return (
      <div className="grid justify-items-start gap-3">
        <ErrorText
          error={
            data.failure?.message ??
            'The restored file was deleted after its time. Ask for it again.'
          }
        />
        <p className="text-sm text-muted">The parts are still with their computers.</p>
        <Button onClick={onRetry}>Try again</Button>
      </div>
    );
  }
  return <Fetching retrieval={data} />;
}

function Ready({ retrieval: { retrievalId, fileBytes, sha256 } }: { retrieval: Retrieval }) {
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-sm">The file is whole again: {formatBytes(fileBytes)}, checked.</p>
      <Button asChild variant="primary" size="lg">
        <a href={`/api/retrievals/${retrievalId}/content`} download>
          <Download aria-hidden /> Save the file
        </a>
      </Button>
      {sha256 ? (
        <p className="text-xs break-all text-muted">
          SHA-256 <span className="font-mono">{sha256}</span>
        </p>
      ) : null}
    </div>
  );
}

const shardWords: Record<Retrieval['shards'][number]['status'], { label: string; tone: Tone }> = {
  ASKED: { label: 'asked', tone: 'neutral' },
  RECEIVING: { label: 'sending', tone: 'info' },
  RECEIVED: { label: 'being checked', tone: 'info' },
  GOOD: { label: 'good', tone: 'good' },
  CORRUPT: { label: 'damaged, another is asked', tone: 'warn' },
  STALLED: { label: 'slow, another is asked', tone: 'warn' },
  CANCELLED: { label: 'not needed', tone: 'neutral' },
};

function Fetching({ retrieval: data }: { retrieval: Retrieval }) {
  const received = data.shards.reduce((sum, shard) => sum + shard.received, 0);
  const wanted = data.shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const words = data.status === 'DECODING' ? 'Putting the parts together' : 'Fetching the parts';
  return (
    <div className="grid gap-3">
      <div className="flex justify-between gap-3 text-sm" role="status">
        <span>{words}. You may close this window; it goes on.</span>
        <span className="text-muted">{formatBytes(received)}</span>
      </div>
      <Progress value={received} max={Math.max(1, wanted)} label="Parts fetched" />
      {data.waitingFor ? (
        <p className="rounded-md bg-warn-soft p-3 text-sm text-warn">{data.waitingFor}</p>
      ) : null}
      <ul className="grid max-h-72 gap-1 overflow-y-auto text-sm">
        {data.shards.map((shard) => (
          <li
            key={`${shard.segment}-${shard.shard}`}
            className="flex items-center justify-between gap-3"
          >
            <span>
              Part {shard.slot + 1} from{' '}
              <span className="font-mono text-xs">{shortAddress(shard.node)}</span>
            </span>
            <Badge tone={shardWords[shard.status].tone}>{shardWords[shard.status].label}</Badge>
          </li>
        ))}
      </ul>
    </div>
  );
}
