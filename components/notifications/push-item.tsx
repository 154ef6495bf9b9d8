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
  createdAt: string;
}

/** One notification, as Push shows its own. */
export default function PushItem({ title, body, createdAt }: PushItemProps) {
  const seconds = Math.floor(new Date(createdAt).getTime() / 1000);
  return (
    <NotificationItem
      notificationTitle={title}
      // Push carries the time inside the text.
      notificationBody={`${pushText(body)} [timestamp:${seconds}]`}
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
