'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { adminOverview } from '@/lib/core/protocol/admin';
import { api } from '../api';

const OFTEN_MS = 5000;

/** What never came is asked for again by its reader: each try by itself would hide what went wrong. */
function whileThere({ state }: { state: { status: string; data: unknown } }): number | false {
  return state.status === 'error' && state.data === undefined ? false : OFTEN_MS;
}

/** The health strip's figures, read again and again. */
export function useOverview() {
  return useQuery({
    queryKey: ['admin', 'overview'],
    queryFn: ({ signal }) => api('/api/admin/overview', adminOverview, { signal }),
    refetchInterval: whileThere,
  });
}

/** A page of a list; the one before stays in view until it is there. */
export function useAdminList<T extends z.ZodType>(name: string, query: string, schema: T) {
  return useQuery({
    queryKey: ['admin', name, 'list', query],
    queryFn: ({ signal }) => api(`/api/admin/${name}?${query}`, schema, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: whileThere,
  });
}

/** One thing with everything known. */
export function useAdminDetail<T extends z.ZodType>(name: string, id: string, schema: T) {
  return useQuery({
    queryKey: ['admin', name, 'one', id],
    queryFn: ({ signal }) => api(`/api/admin/${name}/${id}`, schema, { signal }),
    refetchInterval: whileThere,
  });
}

/** Does something, then reads everything of the administration anew. */
export function useAdminAction<T extends z.ZodType>(schema: T) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, json = {} }: { path: string; json?: unknown }) =>
      api(`/api/admin/${path}`, schema, { json }),
    onSettled: () => client.invalidateQueries({ queryKey: ['admin'] }),
  });
}
