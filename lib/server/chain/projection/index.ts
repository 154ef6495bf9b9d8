import type { ContractKind } from '@/lib/core/chain';
import { dealProjectors } from './deals';
import { nodeProjectors } from './nodes';
import { periodProjectors } from './periods';
import { settlementProjectors } from './settlements';
import { slotProjectors } from './slots';
import type { ChainEventItem, Projection, Projector } from './types';

export { Effects } from './effects';
export { applyPending } from './nodes';
export type { ChainEventItem, Projection } from './types';

const deal = new Map([...dealProjectors, ...slotProjectors, ...settlementProjectors]);

/** Projectors by the kind of contract, so that a deal cannot pass for the registry. */
const projectors: Record<ContractKind, ReadonlyMap<string, Projector>> = {
  registry: nodeProjectors,
  factory: deal,
  deal,
  ledger: periodProjectors,
  beacon: periodProjectors,
};

/** Brings the rows up to date with one event; events without a projector leave no rows. */
export async function project(projection: Projection, event: ChainEventItem): Promise<void> {
  await projectors[event.kind].get(event.name)?.(projection, event);
}

/**
 * The order in which events are projected: that of the chain, but a deal's publication before
 * the rows of its slot table, which the factory logs first.
 */
export function inProjectionOrder(events: readonly ChainEventItem[]): ChainEventItem[] {
  const published = new Map<string, ChainEventItem>();
  for (const event of events) {
    if (event.name === 'DealPublished') published.set(String(event.args.deal), event);
  }
  const ordered: ChainEventItem[] = [];
  const early = new Set<ChainEventItem>();
  for (const event of events) {
    const publication = event.name === 'SlotPlanned' && published.get(String(event.args.deal));
    if (publication && !early.has(publication)) {
      early.add(publication);
      ordered.push(publication);
    }
    if (!early.has(event)) ordered.push(event);
  }
  return ordered;
}
