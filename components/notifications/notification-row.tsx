'use client';

import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleX,
  Info,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { Time } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import { visibleName } from '@/lib/client/file-name';
import { type NotificationTone, notificationWords } from '@/lib/client/notifications/words';
import { useSession } from '@/lib/client/session';
import type { InboxItem } from '@/lib/core/protocol/inbox';
import { PushItemLazy } from './push-item-lazy';

const looks: Record<NotificationTone, { icon: LucideIcon; colour: string; word: string }> = {
  good: { icon: CircleCheck, colour: 'text-accent', word: 'Good news' },
  action: { icon: CircleAlert, colour: 'text-warn', word: 'Wants something of you' },
  bad: { icon: CircleX, colour: 'text-bad', word: 'Went wrong' },
  news: { icon: Info, colour: 'text-link', word: 'News' },
};

/** One event of the inbox; unread ones carry a bar and a word. */
export function NotificationRow({ item, unread }: { item: InboxItem; unread: boolean }) {
  const { data: session } = useSession();
  const { title, body, tone, link } = notificationWords(item.type, item.payload, session?.address);
  const { icon: Icon, colour, word } = looks[tone];
  return (
    <li className={cn('relative flex gap-3 py-2 pr-4 pl-5', unread && 'bg-accent-soft/40')}>
      {unread ? (
        <span className="absolute inset-y-0 left-0 w-1 bg-accent">
          <span className="sr-only">Unread</span>
        </span>
      ) : null}
      <Icon className={cn('mt-4 size-5 shrink-0', colour)} aria-label={word} role="img" />
      {/* Push’s component breaks lines inside words, and has a dot before the time that it is not told. */}
      <div className="min-w-0 flex-1 [&_*]:[overflow-wrap:anywhere]! [&_*]:[word-break:normal]! [&_[class*=Ellipse]]:hidden!">
        <PushItemLazy title={title} body={body} />
        <p className="mb-2 ml-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          {item.file ? (
            <span className="min-w-0 font-medium [overflow-wrap:anywhere]">
              {visibleName(item.file)}
            </span>
          ) : null}
          {link ? (
            <Link href={link.href} className="link inline-flex items-center gap-1">
              {link.label}
              <ChevronRight className="size-4" aria-hidden />
            </Link>
          ) : null}
          <Time date={item.createdAt} className="text-xs text-muted" />
        </p>
      </div>
    </li>
  );
}
