import { REACHABLE_MS } from '@/lib/core/nodes';
import type { AdminNodesQuery } from '@/lib/core/protocol/admin';
import { db, Prisma } from '@/lib/server/db';
import { nodeSummaryJson } from '@/lib/server/nodes/node-json';
import { likePattern, orNone } from '../paging';

// Sorting by rating and by what only the profile knows is beyond Prisma's orderBy.
const sortKeys: Record<AdminNodesQuery['sort'], Prisma.Sql> = {
  seen: Prisma.sql`p."lastSeenAt"`,
  rating: Prisma.sql`CASE WHEN n."commitments" = 0 THEN 0.9
    ELSE n."fulfilments"::numeric / n."commitments" END`,
  capacity: Prisma.sql`n."capacityBytes"`,
  reserved: Prisma.sql`n."reservedBytes"`,
  rate: Prisma.sql`n."rate"`,
  registered: Prisma.sql`n."registeredPeriod"`,
};

const heardOf = () => new Date(Date.now() - REACHABLE_MS);

function conditions({ state, region, search }: AdminNodesQuery): Prisma.Sql {
  const parts = [Prisma.sql`TRUE`];
  const seen = heardOf();
  if (state === 'online') parts.push(Prisma.sql`p."lastSeenAt" >= ${seen}`);
  if (state === 'offline') {
    parts.push(Prisma.sql`NOT n."retired" AND coalesce(p."lastSeenAt" < ${seen}, TRUE)`);
  }
  if (state === 'accepting') parts.push(Prisma.sql`n."accepting" AND NOT n."retired"`);
  if (state === 'retired') parts.push(Prisma.sql`n."retired"`);
  if (region) parts.push(Prisma.sql`p."region" = ${region}`);
  if (search) {
    const pattern = likePattern(search);
    parts.push(Prisma.sql`(n."operator" ILIKE ${pattern} OR n."payout" ILIKE ${pattern}
      OR p."timeZone" ILIKE ${pattern} OR p."subnet" ILIKE ${pattern})`);
  }
  return Prisma.join(parts, ' AND ');
}

const FROM = Prisma.sql`"Node" n LEFT JOIN "NodeProfile" p ON p."operator" = n."operator"`;

async function operatorsOf(query: AdminNodesQuery): Promise<[string[], number]> {
  const { sort, order, page, limit } = query;
  const where = conditions(query);
  const direction = order === 'asc' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const [rows, counted] = await Promise.all([
    db().$queryRaw<{ operator: string }[]>`
      SELECT n."operator" FROM ${FROM} WHERE ${where}
      ORDER BY ${sortKeys[sort]} ${direction} NULLS LAST, n."operator" ${direction}
      LIMIT ${limit} OFFSET ${(page - 1) * limit}`,
    db().$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM ${FROM} WHERE ${where}`,
  ]);
  return [rows.map((row) => row.operator), Number(counted[0]?.count ?? 0n)];
}

async function regions(): Promise<string[]> {
  const rows = await db().nodeProfile.findMany({
    where: { region: { not: null } },
    distinct: ['region'],
    select: { region: true },
    orderBy: { region: 'asc' },
  });
  return rows.map((row) => row.region as string);
}

/** Every registered node, retired ones too. */
export async function listAllNodes(query: AdminNodesQuery) {
  const [operators, total] = await operatorsOf(query);
  const of = { operator: { in: operators } };
  const [nodes, profiles, live, known] = await Promise.all([
    db().node.findMany({ where: of }),
    db().nodeProfile.findMany({ where: of }),
    db().slot.groupBy({
      by: ['node'],
      where: { node: { in: operators }, state: 'LIVE' },
      _count: true,
    }),
    regions(),
  ]);
  const nodeOf = new Map(nodes.map((node) => [node.operator, node]));
  const profileOf = new Map(profiles.map((profile) => [profile.operator, profile]));
  const liveOf = new Map(live.map((group) => [group.node, group._count]));
  const rows = operators.flatMap((operator) => {
    const node = nodeOf.get(operator);
    const profile = profileOf.get(operator);
    if (!node) return [];
    const { subnet = null, agent = null } = profile ?? {};
    const inside = { subnet: orNone(subnet), agent: orNone(agent) };
    const liveSlots = liveOf.get(operator) ?? 0;
    return [{ ...nodeSummaryJson(node, profile), ...inside, liveSlots }];
  });
  return { rows, total, page: query.page, limit: query.limit, regions: known };
}
