'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Coins } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/lib/client/error-text';
import { fetchNetwork } from '@/lib/client/network';
import type { Address } from '@/lib/core/protocol/primitives';
import { Button } from '../ui/button';
import { toast } from '../ui/toaster';

/** Gives an account 100 coins of the local chain, where they are worth nothing. */
export function GetTestFil({ address }: { address: Address }) {
  const [busy, setBusy] = useState(false);
  const client = useQueryClient();
  const give = async () => {
    setBusy(true);
    try {
      const { giveTestFil } = await import('@/lib/client/wallet/test-wallet');
      await giveTestFil(await fetchNetwork(), address);
      await client.invalidateQueries({ queryKey: ['balance'] });
      toast({ tone: 'good', title: '100 test FIL are in your account' });
    } catch (error) {
      toast({ tone: 'bad', title: 'The local chain gave no coins', text: errorText(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button size="sm" loading={busy} onClick={() => void give()}>
      {busy ? null : <Coins aria-hidden />} Get test FIL
    </Button>
  );
}
