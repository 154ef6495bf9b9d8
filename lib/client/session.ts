'use client';

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { z } from 'zod';
import { authSession } from '@/lib/core/protocol/auth';
import type { Address } from '@/lib/core/protocol/primitives';
import { ApiError, api } from './api';

/** Who is signed in. */
export interface Session {
  address: Address;
  admin: boolean;
}

/** Key of the session in the query cache. */
export const sessionKey = ['session'] as const;

/** The session of the cookie, or null. */
export async function fetchSession(): Promise<Session | null> {
  const { address, admin } = await api('/api/auth/session', authSession);
  return address ? { address, admin } : null;
}

/** Ends the session at the portal; the cookie goes with the answer. */
export async function endSession(): Promise<void> {
  await api('/api/auth/logout', z.undefined(), { method: 'POST' });
}

/** Puts the session into the cache; nothing that another session has loaded stays. */
export async function changeSession(client: QueryClient, session: Session | null): Promise<void> {
  await client.cancelQueries({ queryKey: sessionKey });
  client.setQueryData(sessionKey, session);
  const others = {
    predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] !== sessionKey[0],
  };
  client.removeQueries({ ...others, type: 'inactive' });
  await client.resetQueries({ ...others, type: 'active' });
}

/**
 * Notes the portal's word that the session is over, so that pages ask for a new one; true if the
 * reader was signed in until now.
 */
export function noteSignedOut(client: QueryClient, error: unknown): boolean {
  if (!ApiError.is(error, 'UNAUTHENTICATED')) return false;
  const before = client.getQueryData<Session | null>(sessionKey);
  client.setQueryData(sessionKey, null);
  return Boolean(before);
}

export interface UseSession {
  /** Undefined while loading and when nobody is signed in. */
  data?: Session;
  isLoading: boolean;
  /** Opens the wallet where needed and signs the sign-in message; throws what went wrong. */
  signIn(): Promise<void>;
  signOut(): Promise<void>;
}

/** The portal's session; works without a wallet and without its code. */
export function useSession(): UseSession {
  const client = useQueryClient();
  const { data, isPending } = useQuery({
    queryKey: sessionKey,
    queryFn: fetchSession,
    staleTime: 60_000,
  });
  const signOut = useCallback(async () => {
    await endSession();
    await changeSession(client, null);
  }, [client]);
  const signIn = useCallback(async () => {
    const { signInWithWallet } = await import('./wallet/sign-in');
    await changeSession(client, await signInWithWallet());
  }, [client]);
  return { data: data ?? undefined, isLoading: isPending, signIn, signOut };
}
