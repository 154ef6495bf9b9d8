'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isDealOver } from '@/lib/core/deals/states';
import { dealSnapshot } from '@/lib/core/protocol/deals';
import { keepStream } from '../event-stream';
import { storeDeal } from './queries';

export type StreamState = 'connecting' | 'live' | 'lost' | 'over';

/**
 * Keeps a deal fresh by the portal's event stream, which begins with its present state. A deal that
 * is over needs no more news.
 */
export function useDealStream(id: string, enabled: boolean): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  useEffect(() => {
    if (!enabled) return;
    return keepStream(
      () => `/api/deals/${id}/events`,
      (stream) => {
        stream.addEventListener('open', () => setState('live'));
        stream.addEventListener('error', () => setState('lost'));
        stream.addEventListener('deal', (event) => {
          const parsed = dealSnapshot.safeParse(JSON.parse(event.data));
          // An older page than the portal: the plain request says so in words.
          if (!parsed.success) return;
          storeDeal(client, id, parsed.data);
          if (!isDealOver(parsed.data.status)) return;
          stream.close();
          setState('over');
        });
      },
    );
  }, [client, enabled, id]);
  return state;
}
