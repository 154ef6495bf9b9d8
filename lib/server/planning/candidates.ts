import { AppError } from '@/lib/core/errors';
import { committedHours, hoursMapFromHex, type LocalWindow } from '@/lib/core/nodes';
import type { Candidate } from '@/lib/core/placement';
import { db, type Tx, toBig, toDecimal } from '@/lib/server/db';
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

/** What a node must have at least, for a choice that looks at some nodes only. */
export interface Shortlist {
  /** Free space, in bytes. */
  freeBytes: bigint;
  maxRate: bigint;
  /** Most nodes, the best rated first. */
  most: number;
}

/**
 * The shortlist, decided in the database. Pending parameters count from the next period on, so a
 * node that has some is left to the full check.
 */
async function shortlisted(tx: Tx, since: Date, wish: Shortlist): Promise<string[]> {
  const rows = await tx.$queryRaw<{ operator: string }[]>`
    SELECT n."operator" FROM "Node" n JOIN "NodeProfile" p ON p."operator" = n."operator"
    WHERE NOT n."retired" AND n."capacityBytes" - n."reservedBytes" >= ${wish.freeBytes}
      AND (n."pending" IS NOT NULL OR (n."accepting" AND n."rate" <= ${toDecimal(wish.maxRate)}))
      AND (p."lastSeenAt" >= ${since} OR (p."lastSeenAt" IS NULL AND p."createdAt" >= ${since}))
    ORDER BY CASE WHEN n."commitments" = 0 THEN 0.9
      ELSE n."fulfilments"::float8 / n."commitments" END DESC, n."operator"
    LIMIT ${wish.most}`;
  return rows.map((row) => row.operator);
}

/**
 * Nodes that could hold a slot over a term: registered, not retired, heard of in the last week. A
 * plan looks at all of them; who needs one node gives a shortlist.
 */
export async function loadCandidates(
  term: Term,
  tx: Tx = db(),
  shortlist?: Shortlist,
): Promise<Candidate[]> {
  const oldest = Number(term.clock.timestamp) - SILENT_PERIODS * profile().periodSeconds;
  const since = new Date(oldest * 1000);
  const operator = shortlist && { in: await shortlisted(tx, since, shortlist) };
  const [nodes, profiles] = await Promise.all([
    tx.node.findMany({ where: { retired: false, operator } }),
    tx.nodeProfile.findMany({
      where: {
        operator,
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
