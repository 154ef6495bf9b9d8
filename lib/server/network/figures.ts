import { db, toBig } from '@/lib/server/db';

/** What the home page shows. */
export interface NetworkFigures {
  nodes: number;
  acceptingNodes: number;
  deals: number;
  activeDeals: number;
  capacityBytes: bigint;
  reservedBytes: bigint;
}

/** Live figures from the rows that mirror the chain. */
export async function networkFigures(): Promise<NetworkFigures> {
  const registered = { retired: false };
  const [nodes, acceptingNodes, deals, activeDeals, space] = await Promise.all([
    db().node.count({ where: registered }),
    db().node.count({ where: { ...registered, accepting: true } }),
    db().deal.count({ where: { address: { not: null } } }),
    db().deal.count({ where: { status: 'ACTIVE' } }),
    db().node.aggregate({
      where: registered,
      _sum: { capacityBytes: true, reservedBytes: true },
    }),
  ]);
  return {
    nodes,
    acceptingNodes,
    deals,
    activeDeals,
    capacityBytes: toBig(space._sum.capacityBytes ?? 0n),
    reservedBytes: toBig(space._sum.reservedBytes ?? 0n),
  };
}
