'use client';

import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback } from 'react';
import { api } from '@/lib/client/api';
import { isDealOver } from '@/lib/core/deals/states';
import { dealHistory, dealProofs } from '@/lib/core/protocol/deal-progress';
import {
  type DealSnapshot,
  type DealStatus,
  dealPage,
  dealSnapshot,
} from '@/lib/core/protocol/deals';
import type { Network } from '@/lib/core/protocol/network';
import { plan } from '@/lib/core/protocol/plans';
import { type Profile, profiles } from '@/lib/core/protocol/profiles';
import { type Quote, type QuoteQuery, quote } from '@/lib/core/protocol/quotes';

const QUOTE_STALE_MS = 30_000;
const SLOW_POLL_MS = 10_000;
const PAGE_ROWS = 25;

/** Spans and sizes that the network's profile sets. */
export function rulesOf(network: Pick<Network, 'profile'>): Profile {
  return profiles[network.profile];
}

export function fetchQuote({ bytes, durationPeriods, tier }: QuoteQuery): Promise<Quote> {
  return api(`/api/quote?bytes=${bytes}&durationPeriods=${durationPeriods}&tier=${tier}`, quote);
}

/** The price of a file; the price before stays until the next one is there. */
export function useQuote(query: QuoteQuery | null) {
  return useQuery({
    queryKey: ['quote', query],
    queryFn: () => fetchQuote(query as QuoteQuery),
    enabled: query !== null,
    placeholderData: keepPreviousData,
    staleTime: QUOTE_STALE_MS,
  });
}

/** The wallet's deals, page by page, newest first. */
export function useDeals(state: DealStatus | undefined) {
  return useInfiniteQuery({
    queryKey: ['deals', state ?? 'all'],
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams({ limit: String(PAGE_ROWS) });
      if (state) query.set('state', state);
      if (pageParam) query.set('cursor', pageParam);
      return api(`/api/deals?${query}`, dealPage);
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: SLOW_POLL_MS,
  });
}

const dealKey = (id: string) => ['deal', id] as const;

/** Puts a snapshot that came over the stream where the pages look. */
export function storeDeal(client: QueryClient, id: string, deal: DealSnapshot): void {
  client.setQueryData(dealKey(id), deal);
}

/** One deal; the stream keeps it fresh, see `useDealStream`. */
export function useDeal(id: string) {
  return useQuery({
    queryKey: dealKey(id),
    queryFn: () => api(`/api/deals/${id}`, dealSnapshot),
    staleTime: SLOW_POLL_MS,
  });
}

/** Asks for the deal again, after something that this page did. */
export function useRefreshDeal(id: string): () => void {
  const client = useQueryClient();
  return useCallback(() => {
    for (const key of ['deal', 'deal-money', 'deal-history', 'deal-proofs', 'deal-plan']) {
      void client.invalidateQueries({ queryKey: [key, id] });
    }
  }, [client, id]);
}

/** The newest plan; asked again whenever the deal names another one. */
export function usePlan(deal: DealSnapshot) {
  return useQuery({
    queryKey: ['deal-plan', deal.dealId, deal.planId ?? ''],
    queryFn: () => api(`/api/deals/${deal.dealId}/plan`, plan),
    enabled: deal.planId !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Proofs of the last 168 periods of a deal that has run. */
export function useProofs(deal: DealSnapshot) {
  return useQuery({
    queryKey: ['deal-proofs', deal.dealId],
    queryFn: () => api(`/api/deals/${deal.dealId}/proofs`, dealProofs),
    enabled: deal.startPeriod !== undefined,
    refetchInterval: isDealOver(deal.status) ? false : SLOW_POLL_MS,
  });
}

/** Events and transactions of a deal. */
export function useHistory(deal: DealSnapshot) {
  return useQuery({
    queryKey: ['deal-history', deal.dealId],
    queryFn: () => api(`/api/deals/${deal.dealId}/history`, dealHistory),
    enabled: deal.address !== undefined || deal.status === 'PUBLISHED',
    refetchInterval: isDealOver(deal.status) ? false : SLOW_POLL_MS,
  });
}
