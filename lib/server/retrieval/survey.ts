import { type Tier, tierTargets } from '@/lib/core/placement';
import { DAY_PERIODS } from '@/lib/core/protocol/clock';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { profile } from '@/lib/server/lifecycle';
import { isOnline, returnsAt } from './availability';
import { decideSegment, type HolderView, type SegmentDecision } from './decide';
import { askingOrder, type Holder } from './holders';
import type { RetrievalRow, RetrievalShardRow } from './load';

/** One segment: who holds it, what they did, what to do next. */
export interface SegmentSurvey {
  segment: number;
  holders: Holder[];
  decision: SegmentDecision;
}

/** Times without progress before the pool is taken for too small, in stall times. */
const PATIENCE_FACTOR = 3;

/** How long "too few" must last until it is final, in milliseconds. */
export function patienceMs(): number {
  return PATIENCE_FACTOR * profile().retrievalStallSeconds * 1000;
}

/** Until when the tier promises that k holders appear; an instant deal has no time to wait. */
export function deadlineOf(retrieval: { createdAt: Date; deal: { tier: string } }): number {
  const target = tierTargets[retrieval.deal.tier as Tier];
  const windowHours = target?.windowHours ?? DAY_PERIODS;
  const periods = windowHours === 1 ? 0 : windowHours;
  return retrieval.createdAt.getTime() + periods * profile().periodSeconds * 1000 + patienceMs();
}

/** What the holder did; a row of an earlier generation counts only if its shard arrived. */
function rowOf(holder: Holder, rows: readonly RetrievalShardRow[]): RetrievalShardRow | undefined {
  const row = rows.find((r) => r.segment === holder.segment && r.shard === holder.shard);
  const hasArrived = row?.status === 'GOOD' || row?.status === 'RECEIVED';
  return row && (hasArrived || row.generation === holder.generation) ? row : undefined;
}

/** Shards that were asked of holders who have lost their slot since, and may still arrive. */
function formerHolders(
  content: ContentDescription,
  holders: readonly Holder[],
  rows: readonly RetrievalShardRow[],
): Holder[] {
  const isHeld = (row: RetrievalShardRow) =>
    holders.some((h) => h.segment === row.segment && h.shard === row.shard);
  return rows
    .filter((row) => !isHeld(row))
    .map(({ segment, shard, slot, generation, node }) => {
      const commD = content.segments[segment]?.commD[shard] ?? '0x';
      return { segment, shard, slot, generation, node, commD, hoursMap: 0n, lastSeenAt: null };
    });
}

/** A holder's newest work on any shard: it delivers one after the other. */
function newestProgress(node: string, rows: readonly RetrievalShardRow[]): number {
  const times = rows.filter((row) => row.node === node).map((row) => row.progressAt.getTime());
  return Math.max(0, ...times);
}

/** Looks at every segment of a retrieval. */
export function surveySegments(
  retrieval: RetrievalRow,
  content: ContentDescription,
  holders: readonly Holder[],
  now: number,
): SegmentSurvey[] {
  const { shards: rows, id } = retrieval;
  const known = [...holders, ...formerHolders(content, holders, rows)];
  const deadline = deadlineOf(retrieval);
  const stallMs = profile().retrievalStallSeconds * 1000;
  return content.segments.map((_, segment) => {
    const ordered = askingOrder(
      known.filter((h) => h.segment === segment),
      id,
      now,
    );
    const views = ordered.map((holder): HolderView => {
      const row = rowOf(holder, rows);
      return {
        shard: holder.shard,
        status: row?.status ?? null,
        progressAt: row ? newestProgress(holder.node, rows) : 0,
        isOnline: isOnline(holder.lastSeenAt, now),
        returnsAt: returnsAt(holder.hoursMap, now),
      };
    });
    const { k } = content;
    const decision = decideSegment({ k, now, stallMs, deadline, holders: views });
    return { segment, holders: ordered, decision };
  });
}
