import { min } from '../money';
import { lastsUntil, liveRate, money, runwayEnd } from './accounts';
import type { ModelDeal } from './deal';
import { stop } from './leaving';
import { checkpoint } from './payments';
import { ATTEMPTS } from './sealing';
import { type Generation, type ModelNode, newGeneration } from './state';

const HOURS_PER_DAY = 24n;

export function replace(
  deal: ModelDeal,
  slot: number,
  node: ModelNode,
  timestamp: bigint,
): boolean {
  const head = deal.head(slot);
  if (!deal.isOpen || node.rate > deal.terms.maxRate) return false;
  const missed = head.preCommits > 0 && ['Offered', 'PreCommitted'].includes(head.state);
  const exhausted = head.state === 'Offered' && head.preCommits === ATTEMPTS;
  if (missed && !exhausted && timestamp <= head.sealBy) return false;

  const held = !['Vacant', 'Ended'].includes(head.state);
  if (!swap(deal, slot, newGeneration(node, sealingTime(deal) + timestamp))) return false;
  if (held) head.node.reserved -= deal.terms.sectorBytes;
  if (missed) head.node.commitments += HOURS_PER_DAY;
  node.reserved += deal.terms.sectorBytes;
  if (deal.state === 'Active') checkpoint(deal);
  return true;
}

/** Refused if the money would then last for less than the minimum runway and less than before. */
function swap(deal: ModelDeal, slot: number, next: Generation): boolean {
  const head = deal.head(slot);
  const until = () => lastsUntil(deal, money(deal), liveRate(deal) + offeredRate(deal));
  const before = until();
  const was = { ...head };
  if (head.state === 'Live') stop(deal, head);
  head.state = 'Ended';
  deal.slots[slot]!.push(next);
  if (deal.state !== 'Active' || until() >= min(runwayEnd(deal), before)) return true;
  deal.slots[slot]!.pop();
  Object.assign(head, was, { end: was.end });
  return false;
}

/** Of replacements that are not live yet. */
function offeredRate({ slots }: ModelDeal): bigint {
  return slots
    .filter((list) => list.length > 1)
    .map((list) => list.at(-1)!)
    .filter(({ state }) => !['Live', 'Ended'].includes(state))
    .reduce((sum, { rate }) => sum + rate, 0n);
}

function sealingTime({ terms }: ModelDeal): bigint {
  return terms.sealingDeadline - terms.publishedAt;
}
