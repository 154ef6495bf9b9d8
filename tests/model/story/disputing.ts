import { encodeFunctionData, type Hex } from 'viem';
import { localBeaconAbi } from '@/lib/core/chain/abi';
import { PERIOD_SECONDS } from '../chain-world';
import { dispute } from '../rules/disputes';
import type { Generation } from '../rules/state';
import { proveZeros } from '../zero-sector';
import type { Scene, Step } from './scene';
import { step } from './turn';

/** A seed can be recorded in the first quarter of its period only. */
const RECORDABLE_SECONDS = 850n;

/** A node proves the present period on chain, with a true proof or, at times, a wrong one. */
export async function disputeOne(scene: Scene): Promise<Step | undefined> {
  const { random } = scene;
  const isLive = (of: Generation) => of.state === 'Live';
  const live = scene.pairs.filter(({ model }) => model.all.some(isLive));
  // Mostly while time is still paid, and where the verifier is honest.
  const paid = live.filter(({ model, accounts }) => model.isOpen && accounts);
  const choice = [paid, live, scene.pairs].find((pairs) => pairs.length > 0 && random.chance(0.8));
  const { chain, model } = random.pick(choice ?? scene.pairs);
  model.now = scene.chain.period;
  const slots = model.slots.flatMap((list, slot) => (list.at(-1)!.start ? [slot] : []));
  if (slots.length === 0 || scene.chain.time % PERIOD_SECONDS > RECORDABLE_SECONDS)
    return undefined;
  const slot = random.pick(slots);
  const generation = model.slots[slot]!.length - 1;
  const { period } = scene.chain;
  const seed = await seedOf(scene, period);
  const isTrue = random.chance(0.9);
  const proof = proveZeros(seed, chain.address, slot, generation);
  const { operator } = model.head(slot).node;
  const args = [slot, generation, period, isTrue ? proof : spoiled(proof), '0x'];
  const done = await scene.chain.call(operator, chain, 'disputePoSt', args);
  const expected = isTrue && dispute(model, slot, generation);
  return step(`a node disputes slot ${slot}, period ${period}`, done, expected);
}

/** Nodes of a sector of zeros are the same for every seed, so a proof of another seed would be true. */
function spoiled(proof: Hex): Hex {
  return `${proof.slice(0, -1)}${proof.endsWith('0') ? '1' : '0'}` as Hex;
}

async function seedOf({ chain, stranger }: Scene, period: bigint): Promise<Hex> {
  const { beacon } = chain.contracts;
  const record = encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' });
  await chain.send(stranger, beacon, record); // refused when the period has its seed
  return chain.client.readContract({
    ...{ address: beacon, abi: localBeaconAbi, functionName: 'ofPeriod', args: [period] },
  });
}
