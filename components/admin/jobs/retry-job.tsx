'use client';

import { Button, ConfirmDialog, toast } from '@/components/ui';
import { useAdminAction } from '@/lib/client/admin/queries';
import { type AdminJob, jobRetried } from '@/lib/core/protocol/admin';

/** Has a job tried again, after a question; nothing for jobs that need it not. */
export function RetryJob({ job }: { job: AdminJob }) {
  const action = useAdminAction(jobRetried);
  if (!job.retryable) return null;
  const isDead = job.state === 'dead';
  const confirm = async () => {
    await action.mutateAsync({ path: `jobs/${job.id}/retry` });
    toast({ tone: 'good', title: `The ${job.queue} job is tried again` });
  };
  return (
    <ConfirmDialog
      trigger={<Button size="sm">{isDead ? 'Retry' : 'Retry now'}</Button>}
      title={`Try this ${job.queue} job again?`}
      confirmLabel="Try it again"
      cancelLabel="Leave it"
      onConfirm={confirm}
    >
      <p>
        {isDead
          ? 'The letter becomes a job again, with all its tries. If what broke it is still broken, it will come back.'
          : 'It does not wait any longer for its next try.'}
      </p>
      {job.error ? (
        <p>
          It failed with: <span className="text-ink">{job.error}</span>
        </p>
      ) : null}
      <p>Jobs may run twice without harm. This is written into the audit log.</p>
    </ConfirmDialog>
  );
}
