import { ChevronDown, CircleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { shortAddress } from '@/lib/client/format';
import { useNetwork } from '@/lib/client/network';
import { useSession } from '@/lib/client/session';
import { useWallet } from '@/lib/client/wallet/use-wallet';
import { Button } from '../ui/button';

/** The connected account, or that of the session, and whether its wallet is on another network. */
export function useAccountShown() {
  const wallet = useWallet();
  const { data: network } = useNetwork();
  const { data: session } = useSession();
  const isWrongNetwork =
    wallet.status === 'connected' && network !== undefined && wallet.chainId !== network.chainId;
  return { address: wallet.address ?? session?.address, isWrongNetwork };
}

/** The account in the header; opens its menu. */
export function AccountButton(props: Omit<ComponentProps<typeof Button>, 'children'>) {
  const { address, isWrongNetwork } = useAccountShown();
  if (!address) return null;
  return (
    <Button
      {...props}
      aria-label={`Account ${address}${isWrongNetwork ? ', on the wrong network' : ''}`}
    >
      {isWrongNetwork ? <CircleAlert className="text-warn" aria-hidden /> : null}
      <span className="font-mono text-xs">{shortAddress(address)}</span>
      <ChevronDown className="text-muted" aria-hidden />
    </Button>
  );
}
