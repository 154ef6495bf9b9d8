import { Badge, type Tone } from '@/components/ui';
import type { DealStatus } from '@/lib/core/protocol/deals';

const words: Record<DealStatus, { label: string; tone: Tone }> = {
  REQUESTED: { label: 'Preparing', tone: 'info' },
  ENCODED: { label: 'Choosing computers', tone: 'info' },
  REVIEW: { label: 'Your review', tone: 'warn' },
  CONFIRMED: { label: 'Publishing', tone: 'info' },
  PUBLISHED: { label: 'Publishing', tone: 'info' },
  PENDING: { label: 'Sealing', tone: 'info' },
  ACTIVE: { label: 'Active', tone: 'good' },
  CLOSING: { label: 'Closing', tone: 'info' },
  COMPLETED: { label: 'Completed', tone: 'neutral' },
  CANCELLED: { label: 'Cancelled', tone: 'neutral' },
  FAILED: { label: 'Failed', tone: 'bad' },
};

/** The state of a deal in a word or two. */
export function StatusBadge({ status, isReady }: { status: DealStatus; isReady?: boolean }) {
  if (isReady) return <Badge tone="warn">Ready to start</Badge>;
  const { label, tone } = words[status];
  return <Badge tone={tone}>{label}</Badge>;
}

/** Name of a state, for filters. */
export const statusName = (status: DealStatus): string => words[status].label;
