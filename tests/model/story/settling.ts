import { buildLedgerTree } from '@/lib/core/deals';
import { settle } from '../rules/settling';
import { claimOf } from './records';
import type { Pair, Scene, Step } from './scene';
import { step } from './turn';

/** One leaf or all of a root, mostly of the newest; undefined if no root is about the deal. */
export async function settleSome(scene: Scene, { chain, model }: Pair): Promise<Step | undefined> {
  const { random, stranger } = scene;
  const roots = scene.rootsOf(chain);
  if (roots.length === 0) return undefined;
  const root = random.chance(0.6) ? roots.at(-1)! : random.pick(roots);
  const own = buildLedgerTree(root.leaves).ofDeal(chain.address);
  const chosen = random.chance(0.5) ? own : [random.pick(own)];
  const leaves = chosen.map(({ leaf }) => leaf);
  const args = [root.period, leaves, chosen.map(({ path }) => path)];
  const done = await scene.chain.call(stranger, chain, 'settleMany', args);
  const expected = leaves.map((leaf) => settle(model, claimOf(leaf))).every(Boolean);
  return step(`${leaves.length} leaves of ${root.period} settled`, done, expected);
}
