'use client';

import * as Radix from 'radix-ui/alert-dialog';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { overlayStyles } from './dialog';
import { ErrorText } from './error-state';

export interface ConfirmDialogProps {
  open?: boolean;
  onOpenChange?(open: boolean): void;
  /** A button that opens it; leave out when `open` is controlled. */
  trigger?: ReactNode;
  /** A question: "End this deal now?" */
  title: ReactNode;
  /** What will happen, before the click. */
  children: ReactNode;
  /** A verb: "End the deal". */
  confirmLabel: string;
  cancelLabel?: string;
  tone?: 'primary' | 'danger';
  /** The dialog waits for it, closes when it is done, and stays open with the error when it fails. */
  onConfirm(): unknown;
}

/** Asks before something that cannot be undone, or that costs money. */
export function ConfirmDialog({
  open: openProp,
  onOpenChange,
  trigger,
  title,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  tone = 'primary',
  onConfirm,
}: ConfirmDialogProps) {
  const [ownOpen, setOwnOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const setOpen = (next: boolean) => {
    if (busy) return;
    setError(null);
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onConfirm();
      setOwnOpen(false);
      onOpenChange?.(false);
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Radix.Root open={openProp ?? ownOpen} onOpenChange={setOpen}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={overlayStyles} />
        <Radix.Content className="fixed top-1/2 left-1/2 z-50 grid max-h-[90dvh] w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 -translate-y-1/2 gap-3 overflow-y-auto rounded-md border bg-surface p-4 text-ink sm:p-6">
          <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="grid gap-2 text-sm text-muted">{children}</div>
          </Radix.Description>
          {error ? <ErrorText error={error} /> : null}
          <div className="mt-2 flex flex-wrap justify-end gap-3">
            <Radix.Cancel asChild>
              <Button disabled={busy}>{cancelLabel}</Button>
            </Radix.Cancel>
            <Button variant={tone} loading={busy} onClick={() => void confirm()}>
              {confirmLabel}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
