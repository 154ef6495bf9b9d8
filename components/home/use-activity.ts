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

/** The network's activity: what the server rendered, then what is new, a few times an hour of it. */
export function useActivity(initial: NetworkActivityJson): NetworkActivity {
  const first = useMemo(() => networkActivity.parse(initial), [initial]);
  const { data } = useQuery({
    queryKey: ['network-activity'],
    queryFn: ({ signal }) => api('/api/network/activity', networkActivity, { signal }),
    initialData: first,
    refetchInterval: Math.min(SELDOM_MS, Math.max(OFTEN_MS, initial.periodSeconds * 250)),
  });
  return data;
}
