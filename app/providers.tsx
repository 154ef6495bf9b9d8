'use client';

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/client/api';
import { noteSignedOut } from '@/lib/client/session';

const STALE_MS = 10_000;
const RETRIES = 2;

/** What the portal refused stays refused; only silence and its own failures are tried again. */
function worthRetrying(failures: number, error: unknown): boolean {
  if (failures >= RETRIES) return false;
  return !ApiError.is(error) || error.status === 0 || error.status >= 500;
}

function createQueryClient(): QueryClient {
  // A session may end while a page is open: whatever is told so first, all pages ask to sign in again.
  const onError = (error: unknown) => {
    if (!noteSignedOut(client, error)) return;
    const text = 'Sign in again to go on. Nothing that you have stored is lost.';
    toast({ tone: 'warn', title: 'Your session has ended', text });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { staleTime: STALE_MS, retry: worthRetrying } },
  });
  return client;
}

/** What every page has around it; the wallet kit is not part of it and loads on demand. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
