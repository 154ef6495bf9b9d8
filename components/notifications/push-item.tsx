'use client';

// Megabytes of code: only push-item-lazy.tsx may import this file.
import { NotificationItem } from '@pushprotocol/uiweb';
import { pushText } from '@/lib/client/notifications/push-text';

/** Our colours for Push's component; it takes any CSS value. */
const theme = {
  borderRadius: { modal: '0px' },
  color: {
    accentBackground: 'transparent',
    channelNameText: 'var(--muted)',
    notificationTitleText: 'var(--ink)',
    notificationContentText: 'var(--muted)',
    timestamp: 'var(--muted)',
    contentHoverBackground: 'transparent',
    modalBorder: 'transparent',
  },
  fontSize: {
    channelNameText: '13px',
    notificationTitleText: '16px',
    notificationContentText: '14px',
    timestamp: '13px',
  },
  fontWeight: { channelNameText: 400, notificationTitleText: 600, notificationContentText: 400 },
  fontFamily: 'inherit',
};

export interface PushItemProps {
  title: string;
  body: string;
}

/** One notification, as Push shows its own; the time stands beside it. */
export default function PushItem({ title, body }: PushItemProps) {
  return (
    <NotificationItem
      notificationTitle={title}
      // Without a time, which Push would write in a way of its own.
      notificationBody={pushText(body)}
      app="Micro-Storage"
      icon="/icon.svg"
      cta={undefined}
      image={undefined}
      url={undefined}
      chainName={undefined}
      customTheme={theme}
    />
  );
}
