import type { Metadata } from 'next';
import { NotificationsPage } from '@/components/notifications/notifications-page';
import { PushOptIn } from '@/components/notifications/push-opt-in';
import { PageHeader } from '@/components/ui';
import { serverEnv } from '@/lib/server/env';

export const metadata: Metadata = { title: 'Notifications' };
export const dynamic = 'force-dynamic';

export default function Page() {
  return (
    <>
      <PageHeader title="Notifications" lead="What happened to your deals and your computers." />
      {serverEnv().push ? <PushOptIn /> : null}
      <NotificationsPage />
    </>
  );
}
