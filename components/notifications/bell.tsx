'use client';

import { Bell as BellIcon } from 'lucide-react';
import Link from 'next/link';
import { useInboxStream, useUnread } from '@/lib/client/notifications/inbox';
import { useSession } from '@/lib/client/session';

const MOST = 99;

/** The way to the notifications, with how many are unread; for the header, once signed in; counts by itself. */
export function Bell() {
  const { data: session } = useSession();
  const { unread, last } = useUnread(session !== undefined);
  useInboxStream(last);
  if (!session) return null;
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`;
  return (
    <Link
      href="/notifications"
      aria-label={label}
      title={label}
      className="relative grid size-10 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
    >
      <BellIcon className="size-5" aria-hidden />
      {unread > 0 ? (
        <span
          aria-hidden
          className="absolute top-0.5 right-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] leading-none font-semibold text-on-accent"
        >
          {unread > MOST ? `${MOST}+` : unread}
        </span>
      ) : null}
    </Link>
  );
}
