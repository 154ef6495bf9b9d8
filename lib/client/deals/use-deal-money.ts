'use client';

import { useQuery } from '@tanstack/react-query';
import { chainClient } from '@/lib/client/wallet/chain';
import { storageDealAbi } from '@/lib/core/chain/abi/storage-deal';
import type { Address } from '@/lib/core/protocol/primitives';
import type { DealMoney } from './runway';

const POLL_MS = 5000;

/** `dealData()` read from the chain itself, not from the portal. */
export async function readDealMoney(address: Address): Promise<DealMoney & { client: Address }> {
  const chain = await chainClient();
  const data = await chain.readContract({ address, abi: storageDealAbi, functionName: 'dealData' });
  return { ...data, client: data.client.toLowerCase() as Address };
}

/** The money of a deal; goes on polling while the deal runs. */
export function useDealMoney(id: string, address: Address | undefined, isRunning: boolean) {
  return useQuery({
    queryKey: ['deal-money', id, address ?? ''],
    queryFn: () => readDealMoney(address as Address),
    enabled: address !== undefined,
    refetchInterval: isRunning ? POLL_MS : false,
  });
}
