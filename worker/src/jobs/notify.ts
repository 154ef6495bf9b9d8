import type { JobDefinition } from '@/lib/server/jobs';
import { deliverNotification } from '@/lib/server/notifications';

/** Sends one notification over Push; failures are kept in its row and never reach anything else. */
export const job: JobDefinition<'notify'> = {
  queue: 'notify',
  concurrency: 2,
  run: ({ notificationId }) => deliverNotification(notificationId),
};
