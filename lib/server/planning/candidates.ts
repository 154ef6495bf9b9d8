import { AppError } from '@/lib/core/errors';
import { committedHours, hoursMapFromHex, type LocalWindow } from '@/lib/core/nodes';
import type { Candidate } from '@/lib/core/placement';
import { db, type Tx, toBig } from '@/lib/server/db';
import { profile } from '@/lib/server/lifecycle';
import { logger } from '@/lib/server/logger';
import type { PlanningClock } from './clock';
import { nodeOffer } from './node-offer';

/** A node that nobody has heard of for a week is not asked. */
const SILENT_PERIODS = 168;

type NodeRow = NonNullable<Awaited<ReturnType<Tx['node']['findUnique']>>>;
type ProfileRow = NonNullable<Awaited<ReturnType<Tx['nodeProfile']['findUnique']>>>;

/** The term for which hours must hold. */
export interface Term {
  clock: PlanningClock;
  durationPeriods: number;
}

const iso = (unixSeconds: number) => new Date(unixSeconds * 1000).toISOString();

/** Hours that the node's windows cover all through the term, which may begin as late as allowed. */
function hoursOver(row: ProfileRow, { clock, durationPeriods }: Term): bigint {
  const { startSeconds, periodSeconds } = profile();
  const from = Number(clock.timestamp);
  const to = from + startSeconds + durationPeriods * periodSeconds;
  return committedHours(row.windows as LocalWindow[], row.timeZone, iso(from), iso(to));
}

function candidateOf(node: NodeRow, row: ProfileRow, term: Term): Candidate {
  const offer = nodeOffer(node);
  return {
    operator: node.operator,
    payout: node.payout,
    hoursMap: hoursOver(row, term),
    declaredHoursMap: hoursMapFromHex(node.hoursMap),
    fulfilments: node.fulfilments,
    commitments: node.commitments,
    rate: offer.rate,
    maxSpan: offer.maxSpan,
    freeBytes:
      node.capacityBytes > node.reservedBytes ? node.capacityBytes - node.reservedBytes : 0n,
    minFileSize: offer.minFileSize,
    maxFileSize: offer.maxFileSize,
    accepting: offer.accepting,
    region: row.region ?? undefined,
    subnet: row.subnet ?? undefined,
    timeZone: row.timeZone,
  };
}

/** Nodes that could hold a slot over a term: registered, not retired, heard of in the last week. */
export async function loadCandidates(term: Term, tx: Tx = db()): Promise<Candidate[]> {
  const oldest = Number(term.clock.timestamp) - SILENT_PERIODS * profile().periodSeconds;
  const since = new Date(oldest * 1000);
  const [nodes, profiles] = await Promise.all([
    tx.node.findMany({ where: { retired: false } }),
    tx.nodeProfile.findMany({
      where: {
        OR: [{ lastSeenAt: { gte: since } }, { lastSeenAt: null, createdAt: { gte: since } }],
      },
    }),
  ]);
  const profileOf = new Map(profiles.map((row) => [row.operator, row]));
  return nodes.flatMap((node) => {
    const row = profileOf.get(node.operator);
    if (!row) return [];
    try {
      return [candidateOf(node, row, term)];
    } catch (error) {
      if (!AppError.is(error)) throw error;
      // One node's unreadable schedule must not keep all others from being chosen.
      logger.warn({ operator: node.operator, err: error }, 'node cannot be a candidate');
      return [];
    }
  });
}

/** Bytes of a rating: fulfilments / commitments in basis points, 9000 without history. */
export function ratingOf(node: {
  fulfilments: number | bigint;
  commitments: number | bigint;
}): number {
  const due = toBig(node.commitments);
  return due === 0n ? 9000 : Number((toBig(node.fulfilments) * 10_000n) / due);
}
