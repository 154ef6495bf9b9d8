'use client';

import { ChevronDown, CircleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import * as Popover from 'radix-ui/popover';
import { shortAddress } from '@/lib/client/format';
import { useNetwork } from '@/lib/client/network';
import { useSession } from '@/lib/client/session';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/skeleton';

/** Brings the code that speaks to the chain, which a closed menu does not need. */
const AccountPanel = dynamic(() => import('./account-panel').then((part) => part.AccountPanel), {
  ssr: false,
  loading: () => (
    <div className="grid gap-3 p-4" aria-busy="true">
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  ),
});

/** The account in the header and what can be done with it; the default export, for `dynamic`. */
export default function AccountMenu() {
  const wallet = useWallet();
  const { data: network } = useNetwork();
  const { data: session } = useSession();
  const address = wallet.address ?? session?.address;
  const isWrong =
    wallet.status === 'connected' && network !== undefined && wallet.chainId !== network.chainId;
  if (!address) return null;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button aria-label={`Account ${address}${isWrong ? ', on the wrong network' : ''}`}>
          {isWrong ? <CircleAlert className="text-warn" aria-hidden /> : null}
          <span className="font-mono text-xs">{shortAddress(address)}</span>
          <ChevronDown className="text-muted" aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label="Account"
          className="z-50 w-80 max-w-[calc(100vw-1rem)] rounded-md border border-line-strong bg-surface text-sm"
        >
          <AccountPanel address={address} isWrongNetwork={isWrong} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
