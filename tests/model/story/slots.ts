import { exit, refuse, release } from '../rules/leaving';
import { replace } from '../rules/replacing';
import type { Generation } from '../rules/state';
import { planOf } from './records';
import type { Scene, Step } from './scene';
import { step, type Turn } from './turn';

const REASONS = ['Silent', 'MissedSealing', 'Unhealthy', 'InvalidProof', 'Refused', 'Exited'];

export async function replaceNode(scene: Scene, turn: Turn): Promise<Step> {
  const { chain, model, slot } = turn;
  const generation = turn.generation + 1;
  const next = scene.random.pick(scene.world.nodes);
  const plan = planOf(next, slot, generation);
  const reason = reasonFor(model.head(slot));
  const args = [plan, REASONS.indexOf(reason), chain.plans[slot]![0], chain.path(slot)];
  const done = await turn.call(scene.chain.portal, 'replaceNode', args);
  const expected = replace(model, slot, next, scene.chain.time);
  if (expected) chain.plans[slot]!.push(plan);
  return step(`slot ${slot} replaced (${reason})`, done, expected);
}

export async function refuseSlot(_: Scene, turn: Turn): Promise<Step> {
  const { chain, model, slot, generation } = turn;
  const plan = chain.plans[slot]![generation]!;
  const path = generation === 0 ? chain.path(slot) : [];
  const done = await turn.call(turn.node.operator, 'refuseSlot', [plan, path]);
  return step('a node refuses', done, refuse(model, slot));
}

export async function exitSlot(_: Scene, turn: Turn): Promise<Step> {
  const { model, slot, generation } = turn;
  const done = await turn.call(turn.node.operator, 'exitSlot', [slot, generation]);
  return step('a node gives notice', done, exit(model, slot));
}

export async function releaseSlot({ stranger }: Scene, turn: Turn): Promise<Step> {
  const done = await turn.call(stranger, 'releaseSlot', [turn.slot]);
  return step('a slot is released', done, release(turn.model, turn.slot));
}

function reasonFor({ state, preCommits }: Generation): string {
  if (state === 'Vacant') return 'Refused';
  if (state === 'Ended') return 'Exited';
  if (state === 'Live' || state === 'Proved') return 'Unhealthy';
  return preCommits === 0 ? 'Silent' : 'MissedSealing';
}
