'use client';

import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import { type InboxItems, inboxItems, inboxPayloads } from '@/lib/core/protocol/inbox';
import { api } from '../api';

const UNREAD_MS = 30_000;
const PAGE = 25;
const unreadKey = ['inbox', 'unread'] as const;
const itemsKey = ['inbox', 'items'] as const;

const unreadOf = ({ last, acknowledged }: InboxItems) => Number(last - acknowledged);

/**
 * Unread notifications of the signed-in wallet. Asked now and then: a stream in every tab would use
 * up the few connections that a browser keeps to one host.
 */
export function useUnread(enabled: boolean): number {
  const { data } = useQuery({
    queryKey: unreadKey,
    queryFn: ({ signal }) => api('/api/inbox/items?limit=0', inboxItems, { signal }),
    select: unreadOf,
    enabled,
    refetchInterval: UNREAD_MS,
  });
  return enabled ? (data ?? 0) : 0;
}

/** The inbox, newest first, in pages. */
export function useInbox() {
  return useInfiniteQuery({
    queryKey: itemsKey,
    queryFn: ({ pageParam, signal }) => {
      const before = pageParam === null ? '' : `&before=${pageParam}`;
      return api(`/api/inbox/items?limit=${PAGE}${before}`, inboxItems, { signal });
    },
    initialPageParam: null as string | null,
    // Number 1 is the oldest there can be.
    getNextPageParam: ({ items }) => {
      const oldest = items.at(-1)?.seq ?? 1n;
      return oldest > 1n ? `${oldest}` : null;
    },
  });
}

/** Reads the inbox anew as soon as something comes; `after` is the newest number that is known. */
export function useInboxStream(after: bigint | undefined): void {
  const client = useQueryClient();
  const isKnown = after !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream itself counts on from its start
  useEffect(() => {
    if (after === undefined) return;
    const stream = new EventSource(`/api/inbox?after=${after}`);
    const refresh = () => void client.invalidateQueries({ queryKey: ['inbox'] });
    for (const type of Object.keys(inboxPayloads)) stream.addEventListener(type, refresh);
    return () => stream.close();
  }, [isKnown, client]);
}

/** Marks everything up to a number as read, at once in the picture. */
export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upTo: bigint) => api('/api/inbox/ack', z.undefined(), { json: { upTo } }),
    onSuccess: (_, upTo) => {
      client.setQueryData<InfiniteData<InboxItems>>(
        itemsKey,
        (data) =>
          data && { ...data, pages: data.pages.map((page) => ({ ...page, acknowledged: upTo })) },
      );
      return client.invalidateQueries({ queryKey: ['inbox'] });
    },
  });
}
