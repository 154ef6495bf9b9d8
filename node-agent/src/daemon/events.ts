import { inboxPayloads, isInboxEventType } from '@/lib/core/protocol';
import { slotKey } from '../store/slots';
import type { Deliveries } from './deliveries';
import type { RawInboxEvent } from './inbox';
import type { Log } from './log';
import type { Reconciler } from './reconcile';
import type { SlotDriver } from './slot-driver';

/** Parts of the agent that events concern. */
export interface EventTargets {
  reconciler: Reconciler;
  driver: SlotDriver;
  deliveries: Deliveries;
  log: Log;
}

/** Acts on one event; what must not be lost is on disk when it resolves. Unknown types are skipped. */
export async function handleEvent(targets: EventTargets, event: RawInboxEvent): Promise<void> {
  const { reconciler, driver, deliveries, log } = targets;
  if (!isInboxEventType(event.type)) return;
  const parsed = parse(event);
  if (!parsed) {
    log.warn('event not understood', { seq: event.seq, type: event.type });
    return;
  }
  switch (event.type) {
    case 'retrieval.requested':
      return deliveries.request(inboxPayloads['retrieval.requested'].parse(parsed));
    case 'retrieval.cancelled':
      return deliveries.cancel(inboxPayloads['retrieval.cancelled'].parse(parsed).retrievalId);
    case 'porep.verdict': {
      const verdict = inboxPayloads['porep.verdict'].parse(parsed);
      if (!verdict.accepted) log.warn('seal proof rejected', { ...verdict });
      driver.wake(slotKey(verdict));
      return;
    }
    case 'slot.offered':
      return reconciler.wake();
    default:
      driver.wakeAll();
  }
}

function parse(event: RawInboxEvent): unknown {
  try {
    const raw: unknown = JSON.parse(event.data);
    const schema = isInboxEventType(event.type) ? inboxPayloads[event.type] : undefined;
    return schema?.safeParse(raw).success ? raw : undefined;
  } catch {
    return undefined;
  }
}
