import { isReachable } from '@/lib/core/nodes';
import type { AvailabilityWindow, NodeSummaryJson } from '@/lib/core/protocol/nodes';
import { type Prisma, toBig } from '@/lib/server/db';

export type NodeRow = Prisma.NodeGetPayload<Record<string, never>>;
export type NodeProfileRow = Prisma.NodeProfileGetPayload<Record<string, never>>;

const DEFAULT_RATING = 9000;

/** Basis points, as the registry counts it. */
export function ratingOf(node: { fulfilments: bigint; commitments: bigint }): number {
  if (node.commitments === 0n) return DEFAULT_RATING;
  return Number((node.fulfilments * 10_000n) / node.commitments);
}

/** A node as the lists show it. Its subnet is not told. */
export function nodeSummaryJson(
  node: NodeRow,
  profile: NodeProfileRow | undefined,
): NodeSummaryJson {
  return {
    operator: node.operator,
    payout: node.payout,
    capacityBytes: node.capacityBytes.toString(),
    reservedBytes: node.reservedBytes.toString(),
    hoursMap: node.hoursMap,
    timeZone: profile?.timeZone,
    windows: profile ? (profile.windows as AvailabilityWindow[]) : undefined,
    region: profile?.region ?? undefined,
    accepting: node.accepting,
    rate: toBig(node.rate).toString(),
    maxSpan: node.maxSpan,
    minFileSize: node.minFileSize.toString(),
    maxFileSize: node.maxFileSize.toString(),
    retired: node.retired,
    rating: ratingOf(node),
    fulfilments: node.fulfilments.toString(),
    commitments: node.commitments.toString(),
    registeredPeriod: node.registeredPeriod.toString(),
    lastSeenAt: profile?.lastSeenAt?.toISOString(),
    online: isReachable(profile?.lastSeenAt, new Date()),
  };
}
