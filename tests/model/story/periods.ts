import { PERIOD_SECONDS } from '../chain-world';
import { emptyClaim, keyOf, leafOf } from './records';
import type { Scene, Step } from './scene';
import { step } from './turn';

/** Time passes, mostly with work in it; then the ledger has a new root. */
export async function pass(scene: Scene): Promise<Step> {
  const { chain, random } = scene;
  const far = random.chance(0.04);
  const count = far ? random.integer(30, 300) : random.integer(1, 6);
  for (let i = 0; i < count; i++) {
    if (!far) work(scene);
    chain.time += PERIOD_SECONDS - (chain.time % PERIOD_SECONDS);
  }
  await chain.wait(0n);
  await post(scene);
  return step(`${count} periods pass`, true, true);
}

/** A period of work of everybody live: proved or missed. */
function work({ chain: { period }, pairs, random }: Scene): void {
  for (const { model, truth } of pairs) {
    for (const [slot, list] of model.slots.entries()) {
      const generation = list.length - 1;
      const of = list[generation]!;
      if (of.state !== 'Live' || model.isOver || period <= of.start!) continue;
      const key = keyOf(slot, generation);
      const claim = truth.get(key) ?? emptyClaim(slot, generation);
      truth.set(key, claim);
      claim.commitments++;
      if (random.chance(0.2)) continue;
      claim.fulfilments++;
      claim.proven++;
      claim.lastAccepted = period;
    }
  }
}

/** Root of the period before, with a leaf of every generation that went live; sometimes a lie. */
async function post({ chain, roots, pairs, random, world }: Scene): Promise<void> {
  const period = chain.period - 1n;
  if (period <= (roots.at(-1)?.period ?? 0n)) return;
  const lie = random.chance(0.1);
  const leaves = pairs.flatMap(({ chain: { address }, model, truth }) =>
    model.slots.flatMap((list, slot) =>
      list.flatMap((of, generation) => {
        if (of.start === undefined) return [];
        const claim = truth.get(keyOf(slot, generation)) ?? emptyClaim(slot, generation);
        return [leafOf(address, claim, lie)];
      }),
    ),
  );
  if (leaves.length === 0) return;
  if (!(await chain.postVerdicts(period, leaves))) throw new Error('A root was refused.');
  roots.push({ period, leaves });
  world.rooted.add(period);
}
