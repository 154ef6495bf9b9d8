import { min } from '../money';
import type { ModelDeal } from './deal';
import { checkpoint } from './payments';
import type { Generation } from './state';

const NOTICE = 24n;

export function refuse(deal: ModelDeal, slot: number): boolean {
  const head = deal.head(slot);
  if (!deal.isOpen || head.state !== 'Offered' || head.preCommits > 0) return false;
  head.state = 'Vacant';
  head.node.reserved -= deal.terms.sectorBytes;
  return true;
}

/** A proved node of a pending deal leaves at once, a live one gives notice. */
export function exit(deal: ModelDeal, slot: number): boolean {
  const head = deal.head(slot);
  if (!deal.isOpen) return false;
  if (deal.state === 'Pending') {
    if (head.state !== 'Proved') return false;
    end(deal, head);
    return true;
  }
  const last = deal.now + NOTICE;
  if (head.state !== 'Live' || (head.end !== undefined && head.end <= last)) return false;
  head.end = last;
  return true;
}

export function release(deal: ModelDeal, slot: number): boolean {
  const head = deal.head(slot);
  const ready = head.state === 'Live' && head.end !== undefined && deal.now >= head.end;
  if (deal.state !== 'Active' || !deal.isOpen || !ready) return false;
  stop(deal, head);
  end(deal, head);
  checkpoint(deal);
  return true;
}

/** From now on a generation accrues nothing. */
export function stop({ now }: ModelDeal, of: Generation): void {
  of.stopped = true;
  of.end = of.end === undefined ? now : min(of.end, now);
}

function end({ terms }: ModelDeal, of: Generation): void {
  of.state = 'Ended';
  of.node.reserved -= terms.sectorBytes;
}
