'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui';
import type { PushItemProps } from './push-item';

/** Push's notification component, which no other page loads. */
export const PushItemLazy = dynamic<PushItemProps>(() => import('./push-item'), {
  ssr: false,
  loading: () => (
    <div className="grid gap-2 p-4">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="w-64" />
      <Skeleton className="h-4 w-full max-w-text" />
    </div>
  ),
});
