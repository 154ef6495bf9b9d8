import type { Metadata } from 'next';
import { NotificationsPage } from '@/components/notifications/notifications-page';
import { PushOptIn } from '@/components/notifications/push-opt-in';
import { PageHeader } from '@/components/ui';
import { serverEnv } from '@/lib/server/env';

export const metadata: Metadata = { title: 'Notifications' };
export const dynamic = 'force-dynamic';

/** Push's site for its two public networks; a private one has none. */
const pushSites: Readonly<Record<string, string>> = {
  prod: 'https://app.push.org/channels',
  staging: 'https://staging.push.org/channels',
};

function optIn() {
  const { push } = serverEnv();
  const site = push && pushSites[push.env];
  return site ? { channel: push.channel, href: `${site}?channel=${push.channel}` } : null;
}

export default function Page() {
  const push = optIn();
  return (
    <>
      <PageHeader title="Notifications" lead="What happened to your deals and your computers." />
      {push ? <PushOptIn {...push} /> : null}
      <NotificationsPage />
    </>
  );
}
