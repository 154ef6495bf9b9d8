import type { InboxEventType, InboxPayloadJson } from '@/lib/core/protocol/inbox';
import type { Address } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import { enqueue, type QueueName, type QueuePayloads } from '@/lib/server/jobs';
import { type NewNotification, notifyAll } from '@/lib/server/notifications';

/**
 * What follows from events beside rows: notifications and jobs. Collected while projecting and
 * written at the end of the same database transaction. A rebuild from stored events collects
 * nothing, since all was said when they were new.
 */
export class Effects {
  private readonly notifications: NewNotification[] = [];
  private readonly jobs: ((tx: Tx) => Promise<void>)[] = [];

  constructor(private readonly active: boolean) {}

  /** `key` names the fact within its type, so that it is told once even if its block is replaced. */
  tell<T extends InboxEventType>(
    recipient: string,
    type: T,
    payload: InboxPayloadJson<T>,
    key: string,
  ): void {
    if (!this.active) return;
    const dedupeKey = `${type}:${key}`;
    this.notifications.push({ recipient: recipient as Address, type, payload, dedupeKey });
  }

  queue<Q extends QueueName>(queue: Q, payload: QueuePayloads[Q], singletonKey: string): void {
    if (!this.active) return;
    this.jobs.push((tx) => enqueue(queue, payload, { singletonKey, tx }));
  }

  /** Writes everything; in one order of recipients, so that two writers never wait in a ring. */
  async flush(tx: Tx): Promise<void> {
    if (this.notifications.length > 0) await notifyAll(tx, this.notifications);
    for (const job of this.jobs) await job(tx);
  }
}
