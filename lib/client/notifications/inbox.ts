'use client';

import {
  type InfiniteData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { type InboxItems, inboxItems, inboxPayloads } from '@/lib/core/protocol/inbox';
import { api } from '../api';
import { keepStream } from '../event-stream';

const UNREAD_MS = 30_000;
const PAGE = 25;
const unreadKey = ['inbox', 'unread'] as const;
const itemsKey = ['inbox', 'items'] as const;

const unreadOf = ({ last, acknowledged }: InboxItems) => Number(last - acknowledged);

/** How many notifications of the signed-in wallet are unread, and the newest one's number. */
export function useUnread(enabled: boolean): { unread: number; last: bigint | undefined } {
  const { data } = useQuery({
    queryKey: unreadKey,
    queryFn: ({ signal }) => api('/api/inbox/items?limit=0', inboxItems, { signal }),
    enabled,
    // The stream tells what is new; this is for what is read in another tab.
    refetchInterval: UNREAD_MS,
  });
  if (!enabled || !data) return { unread: 0, last: undefined };
  return { unread: unreadOf(data), last: data.last };
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

const onVisibility = (changed: () => void) => {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
};
const isVisible = () => document.visibilityState === 'visible';

/**
 * Reads the inbox anew as soon as something comes; `after` is the newest number that is known, and
 * undefined for nobody. Only a tab that is looked at has a stream: many would use up the few
 * connections that a browser keeps to one host.
 */
export function useInboxStream(after: bigint | undefined): void {
  const client = useQueryClient();
  const isSeen = useSyncExternalStore(onVisibility, isVisible, () => false);
  const isOn = after !== undefined && isSeen;
  const newest = useRef(after);
  newest.current = after;
  useEffect(() => {
    if (!isOn) return;
    const refresh = () => void client.invalidateQueries({ queryKey: ['inbox'] });
    return keepStream(
      () => `/api/inbox?after=${newest.current}`,
      (stream) => {
        for (const type of Object.keys(inboxPayloads)) stream.addEventListener(type, refresh);
      },
    );
  }, [isOn, client]);
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
