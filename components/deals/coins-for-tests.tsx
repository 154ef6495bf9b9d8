'use client';

import { GetTestFil, type TransactionState, useWallet } from '@/components/wallet';
import { LOCAL_CHAIN_ID } from '@/lib/client/network';

/** On a local chain an empty wallet is no dead end. */
export function CoinsForTests({ transaction }: { transaction: TransactionState }) {
  const { address, chainId } = useWallet();
  const isEmpty = transaction.error?.code === 'INSUFFICIENT_FUNDS';
  if (!isEmpty || !address || chainId !== LOCAL_CHAIN_ID) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <GetTestFil address={address} />
      <span className="text-muted">On this local chain coins are free; then try again.</span>
    </div>
  );
}
