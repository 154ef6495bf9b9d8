'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Dialog, ErrorState, SkeletonLines } from '@/components/ui';

export interface SidePanelProps<T> {
  /** List to which it closes, such as "deals". */
  list: string;
  title: ReactNode;
  description?: ReactNode;
  result: UseQueryResult<T>;
  children(data: T): ReactNode;
}

/** Details beside a list, at an address of their own; closing goes back to the list as it was. */
export function SidePanel<T>({ list, title, description, result, children }: SidePanelProps<T>) {
  const router = useRouter();
  const query = useSearchParams().toString();
  const close = () => router.push(`/admin/${list}${query ? `?${query}` : ''}`, { scroll: false });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      placement="side"
      className="max-w-3xl"
      title={title}
      description={description}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6">
        {result.data !== undefined ? (
          children(result.data)
        ) : result.isError ? (
          <ErrorState
            title="The details could not be loaded."
            error={result.error}
            safe="Nothing was changed."
            retry={() => void result.refetch()}
          />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </div>
    </Dialog>
  );
}
