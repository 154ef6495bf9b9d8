import type { ModelDeal } from './deal';

/** Returns what undoes everything since. */
export function snapshotOf(deal: ModelDeal): () => void {
  const { balance, settled, rewardsPaid, refunded, retained, credits, world } = deal;
  const numbers = { balance, settled, rewardsPaid, refunded, retained };
  const owedTo = new Map(credits);
  const accounts = new Map(world.balances);
  const generations = deal.all.map((of) => ({ of, was: { ...of } }));
  const nodes = world.nodes.map((node) => ({ node, was: { ...node } }));
  return () => {
    Object.assign(deal, numbers, { credits: owedTo });
    world.balances = accounts;
    for (const { of, was } of generations) Object.assign(of, was);
    for (const { node, was } of nodes) Object.assign(node, was);
  };
}
