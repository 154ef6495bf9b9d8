import { keccak256, toHex } from 'viem';
import { judge, preCommit } from '../rules/sealing';
import { zeroCommR } from '../zero-sector';
import type { Pair, Scene, Step } from './scene';
import { step } from './turn';

/** PreCommit, proveCommit and the verifier's word on one slot or, of a pending deal, often on all. */
export async function seal(scene: Scene, pair: Pair): Promise<Step> {
  const { random } = scene;
  const all = pair.model.state === 'Pending' && random.chance(0.7);
  const slots = pair.model.slots.map((_, slot) => slot);
  let last = step('nobody seals', true, true);
  for (const slot of all ? slots : [random.pick(slots)]) {
    last = await sealOne(scene, pair, slot, all || random.chance(0.8));
    if (last.chain !== last.model) return last;
  }
  return last;
}

async function sealOne(
  scene: Scene,
  { chain, model }: Pair,
  slot: number,
  accepted: boolean,
): Promise<Step> {
  const { operator } = model.head(slot).node;
  const generation = model.slots[slot]!.length - 1;
  const plan = chain.plans[slot]![generation]!;
  const path = generation === 0 ? chain.path(slot) : [];
  const done = await scene.chain.call(operator, chain, 'preCommit', [plan, path, zeroCommR]);
  const expected = preCommit(model, slot, scene.chain.time);
  const text = `node seals slot ${slot} generation ${generation}, ${accepted ? 'well' : 'badly'}`;
  if (!done || !expected) return step(text, done, expected);
  await scene.chain.blocks(5);
  const digest = keccak256(toHex(`digest ${scene.count++}`));
  const args = [slot, generation, digest];
  const proved = await scene.chain.call(operator, chain, 'proveCommit', args);
  // The deadline can lie between the two.
  const inTime = scene.chain.time <= model.head(slot).sealBy;
  if (!proved || !inTime) return step(`${text}: no proveCommit`, proved, inTime);
  const verdicts = [{ slot, generation, digest, accepted }];
  const { verifier } = scene.chain;
  const judged = await scene.chain.call(verifier, chain, 'recordPoReps', [verdicts]);
  return step(text, judged, judge(model, slot, accepted));
}
