import { buildLedgerTree } from '@/lib/core/deals';
import { max } from '../money';
import { conclude, decide } from '../rules/disputes';
import { claimOf, keyOf } from './records';
import type { Pair, Scene, Step } from './scene';
import { step } from './turn';

interface OpenDispute {
  pair: Pair;
  slot: number;
  generation: number;
  period: bigint;
}

/** Somebody decides an open dispute by the newest root that can speak about it, or concludes it. */
export async function decideOne(scene: Scene): Promise<Step | undefined> {
  const open = scene.pairs.flatMap(openOf);
  if (open.length === 0) return undefined;
  const about = scene.random.pick(open);
  const { pair, slot, generation, period } = about;
  pair.model.now = scene.chain.period;
  const of = pair.model.slots[slot]![generation]!;
  const creditedBefore = of.credited;
  const found = leafFor(scene, about);
  const byTime = !found || scene.random.chance(0.2);
  const said = byTime ? await concludeIt(scene, about) : await decideIt(scene, about, found);
  if (of.disputes.get(period) === 'credited') {
    const key = keyOf(slot, generation);
    const claim = pair.truth.get(key);
    // An honest verifier takes a credited proof for accepted from then on, and others say so at least.
    pair.accounts?.get(key)?.hear({ period, periods: of.credited - creditedBefore, byTime });
    if (claim && !pair.accounts) claim.lastAccepted = max(claim.lastAccepted, period);
  }
  return said;
}

function openOf(pair: Pair): OpenDispute[] {
  return pair.model.slots.flatMap((list, slot) =>
    list.flatMap((of, generation) =>
      [...of.disputes]
        .filter(([, state]) => state === 'open')
        .map(([period]) => ({ pair, slot, generation, period })),
    ),
  );
}

function leafFor({ roots }: Scene, { pair, slot, generation, period }: OpenDispute) {
  const root = roots.findLast((of) => of.period <= period);
  const own = root && buildLedgerTree(root.leaves).ofDeal(pair.chain.address);
  const found = own?.find(({ leaf }) => leaf.slot === slot && leaf.generation === generation);
  return root && found && { ...found, root: root.period };
}

async function concludeIt(
  { chain, stranger }: Scene,
  { pair, slot, generation, period }: OpenDispute,
): Promise<Step> {
  const args = [slot, generation, period];
  const done = await chain.call(stranger, pair.chain, 'concludeDispute', args);
  const expected = conclude(pair.model, slot, generation, period);
  return step(`a dispute about ${period} concluded`, done, expected);
}

async function decideIt(
  { chain, stranger, roots, world }: Scene,
  { pair, slot, generation, period }: OpenDispute,
  { root, leaf, path }: NonNullable<ReturnType<typeof leafFor>>,
): Promise<Step> {
  const { model } = pair;
  const args = [slot, generation, period, root, leaf, path];
  const done = await chain.call(stranger, pair.chain, 'decideDispute', args);
  const last = roots.at(-1)!.period;
  const mayCome = root !== period && last < period && model.now <= period + world.rootDelay;
  const expected = !mayCome && decide(model, period, root, claimOf(leaf));
  return step(`a dispute about ${period} decided`, done, expected);
}
