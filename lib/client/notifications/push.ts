'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { type PushAction, type PushChannel, pushChannel } from '@/lib/core/protocol/push';
import { api } from '../api';
import { useSession } from '../session';

const PATH = '/api/inbox/push';
const key = ['push'] as const;

/** The portal's channel, once somebody is signed in; only where one is configured. */
export function usePushChannel() {
  const { data: session } = useSession();
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api(PATH, pushChannel, { signal }),
    enabled: session !== undefined,
  });
}

/** Joins or leaves the channel with the wallet's signature. */
export function usePushChoice(channel: PushChannel | undefined) {
  const client = useQueryClient();
  const { data: session } = useSession();
  return useMutation({
    mutationFn: async (action: PushAction) => {
      if (!channel || !session) return;
      const { signPushChoice } = await import('../wallet/sign-push-choice');
      const signature = await signPushChoice(channel, session.address, action);
      await api(PATH, z.undefined(), { json: { action, signature } });
      // Push takes a moment to tell it itself.
      client.setQueryData(key, { ...channel, subscribed: action === 'Subscribe' });
    },
  });
}
