'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Network, network } from '@/lib/core/protocol/network';
import { api } from './api';

/** Chain id of a local test chain, whose coins are worth nothing. */
export const LOCAL_CHAIN_ID = 31337;

let known: Promise<Network> | undefined;

/** The network of this portal, asked once per page load. */
export function fetchNetwork(): Promise<Network> {
  known ??= api('/api/network', network).catch((error: unknown) => {
    known = undefined;
    throw error;
  });
  return known;
}

/** {@link fetchNetwork} for components. */
export function useNetwork(): UseQueryResult<Network> {
  return useQuery({ queryKey: ['network'], queryFn: fetchNetwork, staleTime: Infinity });
}
