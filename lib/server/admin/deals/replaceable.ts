import type { ReplaceReason } from '@/lib/core/chain/types';
import { type DealSealing, sealBy } from '@/lib/server/repair/reason';
import type { SlotRow } from '@/lib/server/repair/slot-row';

/** The contract takes three preCommits of a generation. */
const MAX_PRE_COMMITS = 3;

/** What the contract would be told, or why it would refuse. */
export type Replaceability = { reason: ReplaceReason } | { obstacle: string };

interface DealState extends DealSealing {
  status: string;
}

/**
 * Whether a slot's newest generation can be given to another node now. The contract has one fitting
 * reason for each state; a node that does well can only be replaced as "Unhealthy".
 *
 * @param now Unix seconds
 */
export function replaceability(deal: DealState, slot: SlotRow, now: number): Replaceability {
  if (deal.status !== 'PENDING' && deal.status !== 'ACTIVE') {
    return { obstacle: 'Only slots of a pending or active deal can change hands.' };
  }
  switch (slot.state) {
    case 'VACANT':
      return { reason: 'Refused' };
    case 'PROVED':
    case 'LIVE':
      return { reason: 'Unhealthy' };
    case 'ENDED':
      return { obstacle: 'This generation has ended.' };
    default:
      return beforeProof(deal, slot, now);
  }
}

function beforeProof(deal: DealState, slot: SlotRow, now: number): Replaceability {
  if (slot.state === 'OFFERED' && slot.preCommits === 0) return { reason: 'Silent' };
  const isExhausted = slot.state === 'OFFERED' && slot.preCommits >= MAX_PRE_COMMITS;
  const deadline = sealBy(deal, slot);
  if (isExhausted || now > deadline) return { reason: 'MissedSealing' };
  const until = new Date(deadline * 1000).toISOString();
  return { obstacle: `The node is sealing; the contract protects it until ${until}.` };
}
