import type { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import type { NodeDetailJson, nodeParameters, nodesQuery } from '@/lib/core/protocol/nodes';
import type { Address } from '@/lib/core/protocol/primitives';
import { db, toBig } from '@/lib/server/db';
import { decodeCursor, encodeCursor } from '@/lib/server/http';
import { type NodeRow, nodeSummaryJson } from './node-json';

/** All registered nodes by operator address. */
export async function listNodes(query: z.output<typeof nodesQuery>) {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, 1)[0];
  const rows = await db().node.findMany({
    where: after === undefined ? {} : { operator: { gt: after } },
    orderBy: { operator: 'asc' },
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const profiles = await db().nodeProfile.findMany({
    where: { operator: { in: page.map((node) => node.operator) } },
  });
  const profileOf = new Map(profiles.map((profile) => [profile.operator, profile]));
  const last = page.at(-1);
  return {
    nodes: page.map((node) => nodeSummaryJson(node, profileOf.get(node.operator))),
    nextCursor: rows.length > page.length && last ? encodeCursor([last.operator]) : null,
  };
}

async function slotCounts(operator: Address): Promise<NodeDetailJson['slots']> {
  const groups = await db().slot.groupBy({
    by: ['state'],
    where: { node: operator },
    _count: true,
  });
  const of = (...states: string[]) =>
    groups.filter(({ state }) => states.includes(state)).reduce((sum, g) => sum + g._count, 0);
  return {
    offered: of('OFFERED'),
    sealing: of('PRECOMMITTED', 'PROVED'),
    live: of('LIVE'),
    ended: of('ENDED'),
  };
}

function pendingOf({ pending, pendingFrom }: NodeRow): NodeDetailJson['pending'] {
  if (pending === null || pendingFrom === null) return undefined;
  return {
    from: pendingFrom.toString(),
    parameters: pending as z.input<typeof nodeParameters>,
  };
}

/** @throws AppError `NODE_NOT_FOUND` */
export async function getNode(operator: Address): Promise<NodeDetailJson> {
  const [node, profile, slots, earned] = await Promise.all([
    db().node.findUnique({ where: { operator } }),
    db().nodeProfile.findUnique({ where: { operator } }),
    slotCounts(operator),
    db().slot.aggregate({
      where: { node: operator },
      _sum: { settledAmount: true, sealReward: true },
    }),
  ]);
  if (!node) throw new AppError('NODE_NOT_FOUND', 'There is no such node.');
  const { settledAmount, sealReward } = earned._sum;
  const total = toBig(settledAmount ?? 0n) + toBig(sealReward ?? 0n);
  return {
    ...nodeSummaryJson(node, profile ?? undefined),
    slots,
    earned: total.toString(),
    pending: pendingOf(node),
  };
}
