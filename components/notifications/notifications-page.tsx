'use client';

import { BellOff, CheckCheck } from 'lucide-react';
import Link from 'next/link';
import { Button, Card, EmptyState, ErrorState, SkeletonLines } from '@/components/ui';
import { SignInGate } from '@/components/wallet';
import { useAcknowledge, useInbox } from '@/lib/client/notifications/inbox';
import { NotificationRow } from './notification-row';

function Nothing() {
  return (
    <Card>
      <EmptyState
        icon={BellOff}
        title="Nothing to tell yet"
        text="Here you read when a plan is ready, when a deal can start, when money runs low and when a file can be downloaded."
        action={
          <Button asChild>
            <Link href="/store">Store a file</Link>
          </Button>
        }
      />
    </Card>
  );
}

function Loading() {
  return (
    <Card className="grid gap-6 p-6">
      <SkeletonLines lines={3} label="Loading notifications" />
      <SkeletonLines lines={3} />
    </Card>
  );
}

/** The bell in the header has the stream that keeps this fresh. */
function Inbox() {
  const inbox = useInbox();
  const acknowledge = useAcknowledge();
  const newest = inbox.data?.pages[0];
  if (inbox.isPending) return <Loading />;
  if (inbox.isError) {
    return (
      <ErrorState
        title="The notifications could not be loaded."
        error={inbox.error}
        safe="Your deals go on as they are; nothing waits for this page."
        retry={() => void inbox.refetch()}
      />
    );
  }
  const items = inbox.data.pages.flatMap((page) => page.items);
  if (!newest || items.length === 0) return <Nothing />;
  const { last, acknowledged } = newest;
  const unread = Number(last - acknowledged);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-live="polite" className="text-sm text-muted">
          {unread === 0 ? 'All read.' : `${unread} unread.`}
        </p>
        <Button
          size="sm"
          disabled={unread === 0}
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate(last)}
        >
          <CheckCheck aria-hidden /> Mark all as read
        </Button>
      </div>
      {acknowledge.isError ? <ErrorState error={acknowledge.error} /> : null}
      <Card>
        <ul className="divide-y">
          {items.map((item) => (
            <NotificationRow key={`${item.seq}`} item={item} unread={item.seq > acknowledged} />
          ))}
        </ul>
      </Card>
      {inbox.hasNextPage ? (
        <Button
          className="justify-self-center"
          loading={inbox.isFetchingNextPage}
          onClick={() => void inbox.fetchNextPage()}
        >
          Show older ones
        </Button>
      ) : null}
    </div>
  );
}

/** The signed-in wallet's inbox. */
export function NotificationsPage() {
  return (
    <SignInGate reason="Notifications belong to a wallet: sign in to read yours.">
      <Inbox />
    </SignInGate>
  );
}
