'use client';

import { X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import type { ReactNode } from 'react';
import { cn } from '@/lib/client/cn';

export const overlayStyles = 'fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]';
const panelStyles = {
  center:
    'top-1/2 left-1/2 max-h-[90dvh] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 rounded-md border',
  side: 'inset-y-0 right-0 w-full max-w-xl border-l',
};

export interface DialogProps {
  open?: boolean;
  onOpenChange?(open: boolean): void;
  /** A button that opens it; leave out when `open` is controlled. */
  trigger?: ReactNode;
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** Buttons at the bottom, the main one last. */
  footer?: ReactNode;
  /** `side` is a panel on the right edge. */
  placement?: 'center' | 'side';
  className?: string;
  children?: ReactNode;
}

/** A window over the page: keeps the focus, closes by Escape and gives the focus back. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  footer,
  placement = 'center',
  className,
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className={overlayStyles} />
        <Radix.Content
          className={cn(
            'fixed z-50 flex flex-col overflow-hidden bg-surface text-ink',
            panelStyles[placement],
            className,
          )}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <div className="flex items-start justify-between gap-4 border-b px-4 py-3 sm:px-6">
            <div>
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? (
                <Radix.Description className="text-sm text-muted">{description}</Radix.Description>
              ) : null}
            </div>
            <Radix.Close
              className="-mr-2 grid size-10 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
              aria-label="Close"
            >
              <X className="size-5" aria-hidden />
            </Radix.Close>
          </div>
          {children ? <div className="overflow-y-auto px-4 py-4 sm:px-6">{children}</div> : null}
          {footer ? (
            <div className="flex flex-wrap justify-end gap-3 border-t px-4 py-3 sm:px-6">
              {footer}
            </div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
