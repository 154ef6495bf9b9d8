import type { Pool, PoolNode, WindowClass } from './pool';

/** Nodes that are interchangeable but for price: same windows, same reliability, same region. */
export interface Group {
  members: PoolNode[];
  /** Appearance per window class: reliability or 0. */
  p: Float64Array;
}

/** Groups of a pool, members cheapest first; reliability rounded down so that groups stay few. */
export function groupNodes(pool: Pool, classes: readonly WindowClass[]): Group[] {
  const groups = new Map<string, Group>();
  for (const node of pool.nodes) {
    const q = Math.floor(node.q * 256) / 256;
    const key = `${node.metMap.toString(36)}|${q}|${node.region ?? ''}`;
    const group = groups.get(key);
    if (group) group.members.push(node);
    else {
      const p = Float64Array.from(classes, ({ window }) => node.met[window]! * q);
      groups.set(key, { members: [node], p });
    }
  }
  return [...groups.values()];
}
