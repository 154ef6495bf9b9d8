'use client';

import { CircleCheck, CirclePause, CirclePlay, FileText, RefreshCw, X } from 'lucide-react';
import { Button, Card, CardBody, ConfirmDialog, ErrorText, Progress } from '@/components/ui';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes, formatDuration } from '@/lib/client/format';
import type { UnfinishedState } from '@/lib/client/upload/types';
import type { UploadControls } from '@/lib/client/upload/use-upload';

function progressText(state: UnfinishedState): string {
  const arrived = `${formatBytes(state.sent)} of ${formatBytes(state.file.bytes)}`;
  if (state.phase === 'paused') return `${arrived} · paused, what has arrived is kept`;
  if (state.phase === 'retrying') return `${arrived} · trying again`;
  if (state.phase === 'failed') return `${arrived} · stopped`;
  const { speed, secondsLeft } = state.progress;
  const rate = speed === null ? 'starting' : `${formatBytes(speed)}/s`;
  return secondsLeft === null
    ? `${arrived} · ${rate}`
    : `${arrived} · ${rate} · ${formatDuration(secondsLeft)} left`;
}

function Buttons({ state, controls }: { state: UnfinishedState; controls: UploadControls }) {
  const isMoving = state.phase === 'uploading' || state.phase === 'retrying';
  const canGoOn = state.phase === 'paused' || (state.phase === 'failed' && state.error.canRetry);
  return (
    <div className="flex flex-wrap gap-2">
      {isMoving ? (
        <Button size="sm" onClick={controls.pause}>
          <CirclePause aria-hidden /> Pause
        </Button>
      ) : null}
      {canGoOn ? (
        <Button size="sm" variant="primary" onClick={controls.resume}>
          <CirclePlay aria-hidden /> Continue
        </Button>
      ) : null}
      <ConfirmDialog
        trigger={
          <Button size="sm" variant="ghost">
            <X aria-hidden /> Cancel
          </Button>
        }
        title="Cancel this upload?"
        confirmLabel="Cancel the upload"
        cancelLabel="Keep it"
        tone="danger"
        onConfirm={controls.cancel}
      >
        <p>What has arrived is deleted. Your file itself is not touched.</p>
      </ConfirmDialog>
    </div>
  );
}

/** A file on its way: how far, how fast, how long, and what one can do. */
export function UploadCard({ controls }: { controls: UploadControls }) {
  const { state } = controls;
  if (state.phase === 'idle') return null;
  if (state.phase === 'done') return <FinishedCard controls={controls} />;
  const percent = Math.floor((state.sent / state.file.bytes) * 100);
  return (
    <Card>
      <CardBody className="grid gap-3">
        <div className="flex items-start justify-between gap-4">
          <FileName name={state.file.name} />
          <span className="text-lg font-semibold">{percent} %</span>
        </div>
        <Progress
          value={state.sent}
          max={state.file.bytes}
          label={`Upload of ${visibleName(state.file.name)}`}
          tone={state.phase === 'failed' ? 'bad' : state.phase === 'uploading' ? 'accent' : 'warn'}
        />
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <p className="min-h-5 text-xs text-muted">{progressText(state)}</p>
          <Buttons state={state} controls={controls} />
        </div>
        <p className="sr-only" aria-live="polite">
          {state.phase === 'uploading' ? `${Math.floor(percent / 10) * 10} per cent` : state.phase}
        </p>
        {state.phase === 'failed' ? <ErrorText error={state.error.message} /> : null}
        {state.phase === 'retrying' ? (
          <p className="flex items-center gap-1.5 text-xs text-warn">
            <RefreshCw className="size-4" aria-hidden /> {state.reason}
          </p>
        ) : null}
      </CardBody>
    </Card>
  );
}

function FileName({ name }: { name: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2 font-medium">
      <FileText className="size-5 shrink-0 text-muted" aria-hidden />
      <span className="min-w-0 truncate" title={visibleName(name)}>
        {visibleName(name)}
      </span>
    </span>
  );
}

function FinishedCard({ controls }: { controls: UploadControls }) {
  const { state } = controls;
  if (state.phase !== 'done') return null;
  return (
    <Card>
      <CardBody className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <FileName name={state.file.name} />
          <p className="flex items-center gap-1.5 text-xs text-accent" role="status">
            <CircleCheck className="size-4" aria-hidden /> {formatBytes(state.file.bytes)} uploaded
          </p>
        </div>
        <Button size="sm" variant="ghost" onClick={controls.clear}>
          Choose another file
        </Button>
      </CardBody>
    </Card>
  );
}
