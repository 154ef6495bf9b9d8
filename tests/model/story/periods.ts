import { PERIOD_SECONDS } from '../chain-world';
import { Account, type Hour } from './account';
import { emptyClaim, keyOf, leafOf } from './records';
import type { Pair, Scene, Step } from './scene';
import { step } from './turn';

/** Time passes, mostly with work in it; then the ledger has a new root. */
export async function pass(scene: Scene): Promise<Step> {
  const { chain, random } = scene;
  const far = random.chance(0.04);
  const count = far ? random.integer(30, 300) : random.integer(1, 6);
  for (let i = 0; i < count; i++) {
    work(scene, far);
    chain.time += PERIOD_SECONDS - (chain.time % PERIOD_SECONDS);
  }
  await chain.wait(0n);
  await post(scene);
  return step(`${count} periods pass`, true, true);
}

/** A period of work of everybody live: proved or missed, or for nobody. */
function work({ chain: { period }, pairs, random }: Scene, isVoid: boolean): void {
  for (const pair of pairs.filter(({ model }) => !model.isOver)) {
    for (const [slot, list] of pair.model.slots.entries()) {
      for (const [generation, of] of list.entries()) {
        if (of.start === undefined || period <= of.start) continue;
        const isHolder = of.state === 'Live' && generation === list.length - 1;
        // What is disputed was mostly left out: by a portal that did not answer, or a verifier that erred.
        const isDisputed = of.disputes.has(period);
        const proves = isHolder && !isVoid && !random.chance(isDisputed ? 0.7 : 0.2);
        if (pair.accounts) {
          const { start } = of;
          const hour = { period, start, accrualEnd: pair.model.endOf(of), proves, isVoid };
          closeHonestly(pair, slot, generation, hour);
        } else if (isHolder && !isVoid) closeSimply(pair, slot, generation, { period, proves });
      }
    }
  }
}

function closeHonestly({ accounts, truth }: Pair, slot: number, generation: number, hour: Hour) {
  const key = keyOf(slot, generation);
  const account = accounts!.get(key) ?? new Account();
  accounts!.set(key, account);
  account.close(hour);
  truth.set(key, account.claim(slot, generation));
}

/** Every proof is worth its own period. */
function closeSimply(
  { truth }: Pair,
  slot: number,
  generation: number,
  { period, proves }: Pick<Hour, 'period' | 'proves'>,
): void {
  const key = keyOf(slot, generation);
  const claim = truth.get(key) ?? emptyClaim(slot, generation);
  truth.set(key, claim);
  claim.commitments++;
  if (!proves) return;
  claim.fulfilments++;
  claim.proven++;
  claim.lastAccepted = period;
}

/** Root of the period before, with a leaf of every generation that went live; sometimes a lie, about some deals. */
async function post({ chain, roots, pairs, random, world }: Scene): Promise<void> {
  const period = chain.period - 1n;
  if (period <= (roots.at(-1)?.period ?? 0n)) return;
  const lie = random.chance(0.1);
  const leaves = pairs.flatMap(({ chain: { address }, model, truth, accounts }) =>
    model.slots.flatMap((list, slot) =>
      list.flatMap((of, generation) => {
        if (of.start === undefined) return [];
        const claim = truth.get(keyOf(slot, generation)) ?? emptyClaim(slot, generation);
        return [leafOf(address, claim, lie && !accounts)];
      }),
    ),
  );
  if (leaves.length === 0) return;
  if (!(await chain.postVerdicts(period, leaves))) throw new Error('A root was refused.');
  roots.push({ period, leaves });
  world.rooted.add(period);
}
