'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '@/lib/client/api';
import {
  type NetworkActivity,
  type NetworkActivityJson,
  networkActivity,
} from '@/lib/core/protocol/activity';

const OFTEN_MS = 10_000;
const SELDOM_MS = 60_000;

/**
 * The network's activity: what the server rendered, then what is new, a few times an hour of it.
 * @param initial null where the server did not know either
 */
export function useActivity(initial: NetworkActivityJson | null) {
  const first = useMemo(() => (initial ? networkActivity.parse(initial) : undefined), [initial]);
  return useQuery({
    queryKey: ['network-activity'],
    queryFn: ({ signal }) => api('/api/network/activity', networkActivity, { signal }),
    initialData: first,
    // Without anything to show, the reader asks again: each try by itself would hide what went wrong.
    refetchInterval: ({ state }) =>
      state.status === 'error' && !state.data ? false : intervalOf(state.data),
  });
}

const intervalOf = (data: NetworkActivity | undefined) =>
  data ? Math.min(SELDOM_MS, Math.max(OFTEN_MS, data.periodSeconds * 250)) : OFTEN_MS;
