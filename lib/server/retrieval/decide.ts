/** Where one shard of a retrieval stands; the names of the database. */
export type ShardStatus =
  | 'ASKED'
  | 'RECEIVING'
  | 'RECEIVED'
  | 'GOOD'
  | 'CORRUPT'
  | 'STALLED'
  | 'CANCELLED';

/** One holder of a segment's shard, and what it has done for this retrieval. Times in milliseconds. */
export interface HolderView {
  shard: number;
  /** Null as long as it was not asked. */
  status: ShardStatus | null;
  /** Newest sign of work for this retrieval, on any of its shards; 0 if not asked. */
  progressAt: number;
  isOnline: boolean;
  /** When it has promised to be there again; null if its hours say that it should be there now. */
  returnsAt: number | null;
}

/** Everything that decides about one segment. */
export interface SegmentView {
  k: number;
  now: number;
  /** Without a sign of work for so long, another holder is asked beside. */
  stallMs: number;
  /** Until when the tier lets a client wait for holders that come back. */
  deadline: number;
  /** In the order in which they should be asked. */
  holders: readonly HolderView[];
}

/**
 * - `complete`: k good shards are there
 * - `fetching`: enough holders work on it
 * - `waiting`: enough only with holders that are slow or are to come back
 * - `short`: not even with those
 */
export type SegmentState = 'complete' | 'fetching' | 'waiting' | 'short';

/** What to do about one segment. */
export interface SegmentDecision {
  state: SegmentState;
  /** Shards whose holders have made no progress for too long. */
  stalled: number[];
  /** Shards to ask for now. */
  ask: number[];
  /** Good shards and holders that can be reached. */
  reachable: number;
  /** Holders that are missing, in the order of the input. */
  away: HolderView[];
}

/** A slow holder that is online still counts for so many stall times. */
const SLOW_FACTOR = 10;

/** Holders asked beyond what is needed, so that one slow computer does not hold everything up. */
export function askMargin(k: number): number {
  return Math.max(1, Math.ceil(k / 4));
}

const WORKING: readonly (ShardStatus | null)[] = ['ASKED', 'RECEIVING', 'RECEIVED'];

/** A shard that arrived waits for us, not for its holder. */
function isStalled(holder: HolderView, view: SegmentView): boolean {
  const isPending = holder.status === 'ASKED' || holder.status === 'RECEIVING';
  return isPending && view.now - holder.progressAt > view.stallMs;
}

/** Might this holder still deliver, though nothing is to be seen of it now? */
function mayCome(holder: HolderView, view: SegmentView): boolean {
  if (holder.status === 'CORRUPT' || holder.status === 'CANCELLED') return false;
  if (holder.isOnline) return view.now - holder.progressAt <= SLOW_FACTOR * view.stallMs;
  return holder.returnsAt !== null && holder.returnsAt <= view.deadline;
}

/** Decides about one segment; pure, so that every case can be tested. */
export function decideSegment(view: SegmentView): SegmentDecision {
  const { holders, k } = view;
  const good = holders.filter((h) => h.status === 'GOOD').length;
  if (good >= k) return { state: 'complete', stalled: [], ask: [], reachable: good, away: [] };

  const stalled = holders.filter((h) => isStalled(h, view));
  const working = holders.filter((h) => WORKING.includes(h.status) && !stalled.includes(h));
  const untried = holders.filter((h) => h.status === null && h.isOnline);
  const ask = untried.slice(0, Math.max(0, k + askMargin(k) - good - working.length));

  const reachable = good + working.length + untried.length;
  const away = holders.filter(
    (h) => h.status !== 'GOOD' && !working.includes(h) && !untried.includes(h),
  );
  const hoped = away.filter((h) => mayCome(h, view)).length;
  const state =
    reachable >= k ? 'fetching' : reachable + hoped >= k ? 'waiting' : ('short' as const);
  return {
    state,
    stalled: stalled.map((h) => h.shard),
    ask: ask.map((h) => h.shard),
    reachable,
    away,
  };
}
