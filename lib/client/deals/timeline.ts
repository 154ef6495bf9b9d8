import type { DealSnapshot, DealStatus } from '@/lib/core/protocol/deals';

export interface TimelineStep {
  id: 'uploaded' | 'placed' | 'sealing' | 'ready' | 'active' | 'completed';
  label: string;
  state: 'done' | 'current' | 'todo' | 'stopped';
}

const ORDER: readonly TimelineStep['id'][] = [
  'uploaded',
  'placed',
  'sealing',
  'ready',
  'active',
  'completed',
];

type Progress = Pick<
  DealSnapshot,
  'status' | 'provedSlots' | 'slotCount' | 'address' | 'startPeriod'
>;

/** True once every sector is sealed and accepted, so that the client may start. */
export function isReadyToStart(deal: Progress): boolean {
  return deal.status === 'PENDING' && deal.slotCount > 0 && deal.provedSlots === deal.slotCount;
}

function current(deal: Progress): TimelineStep['id'] {
  const places: Record<DealStatus, TimelineStep['id']> = {
    REQUESTED: 'uploaded',
    ENCODED: 'uploaded',
    REVIEW: 'placed',
    CONFIRMED: 'placed',
    PUBLISHED: 'placed',
    PENDING: isReadyToStart(deal) ? 'ready' : 'sealing',
    ACTIVE: 'active',
    CLOSING: 'completed',
    COMPLETED: 'completed',
    // Where it got to before it stopped.
    CANCELLED: deal.address ? 'sealing' : 'placed',
    FAILED: deal.startPeriod ? 'active' : deal.address ? 'sealing' : 'uploaded',
  };
  return places[deal.status];
}

const waiting: Partial<Record<DealStatus, string>> = {
  REQUESTED: 'Preparing',
  ENCODED: 'Choosing computers',
  REVIEW: 'Review',
  CONFIRMED: 'Publishing',
  PUBLISHED: 'Publishing',
  CLOSING: 'Closing',
};

function label(id: TimelineStep['id'], deal: Progress, isCurrent: boolean): string {
  const said = isCurrent ? waiting[deal.status] : undefined;
  if (said) return said;
  if (id === 'sealing' && deal.slotCount > 0 && deal.address) {
    return `Sealing ${deal.provedSlots}/${deal.slotCount}`;
  }
  const labels: Record<TimelineStep['id'], string> = {
    uploaded: 'Uploaded',
    placed: 'Placed',
    sealing: 'Sealing',
    ready: 'Ready to start',
    active: 'Active',
    completed: 'Completed',
  };
  return labels[id];
}

/** The life of a deal as six steps. */
export function timelineOf(deal: Progress): TimelineStep[] {
  const at = current(deal);
  const index = ORDER.indexOf(at);
  const isStopped = deal.status === 'FAILED' || deal.status === 'CANCELLED';
  return ORDER.map((id, i) => {
    const isCurrent = i === index;
    const state = isCurrent
      ? isStopped
        ? 'stopped'
        : deal.status === 'COMPLETED'
          ? 'done'
          : 'current'
      : i < index
        ? 'done'
        : 'todo';
    return { id, label: label(id, deal, isCurrent && !isStopped), state };
  });
}
