import type { Address } from 'viem';
import type { ModelNode } from '../rules/state';
import type { Pair, Scene, Step } from './scene';

/** A deal and one of its slots, about which somebody does something. */
export interface Turn extends Pair {
  slot: number;
  /** Newest of the slot. */
  generation: number;
  node: ModelNode;
  /** A call of the deal; true if it went through. */
  call(from: Address, name: string, args?: readonly unknown[], value?: bigint): Promise<boolean>;
}

export function turnOf(scene: Scene, pair: Pair): Turn {
  const { chain, model } = pair;
  const slot = scene.random.integer(0, model.slots.length - 1);
  return {
    ...pair,
    slot,
    generation: model.slots[slot]!.length - 1,
    node: model.head(slot).node,
    call: (from, name, args = [], value = 0n) => scene.chain.call(from, chain, name, args, value),
  };
}

export function step(text: string, chain: boolean, model: boolean): Step {
  return { text, chain, model };
}
