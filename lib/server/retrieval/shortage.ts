import type { SegmentState } from './decide';
import { explainShortage } from './explain';
import type { SegmentSurvey } from './survey';

/** The worst of several segments. */
export function worstState(states: readonly SegmentState[]): SegmentState {
  const order: SegmentState[] = ['short', 'waiting', 'fetching', 'complete'];
  return order.find((state) => states.includes(state)) ?? 'complete';
}

/** In words, what the segment with the fewest reachable holders lacks. */
export function shortageOf(k: number, surveys: readonly SegmentSurvey[]): string {
  const lacking = surveys.filter((s) => s.decision.state !== 'complete');
  const worst = lacking.reduce((a, b) => (b.decision.reachable < a.decision.reachable ? b : a));
  const away = worst.decision.away.map(({ shard, returnsAt }) => ({
    node: worst.holders.find((h) => h.shard === shard)?.node ?? '',
    returnsAt,
  }));
  return explainShortage(k, worst.decision.reachable, away);
}
