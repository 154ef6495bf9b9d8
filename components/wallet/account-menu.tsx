'use client';

import * as Popover from 'radix-ui/popover';
import { AccountButton, useAccountShown } from './account-button';
import { AccountPanel } from './account-panel';

/** What can be done with the account; comes with its first opening, and so begins open. */
export default function AccountMenu() {
  const { address, isWrongNetwork } = useAccountShown();
  if (!address) return null;
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>
        <AccountButton />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label="Account"
          className="z-50 w-80 max-w-[calc(100vw-1rem)] rounded-md border border-line-strong bg-surface text-sm"
        >
          <AccountPanel address={address} isWrongNetwork={isWrongNetwork} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
