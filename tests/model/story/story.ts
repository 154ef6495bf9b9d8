import { PERIOD_SECONDS } from '../chain-world';
import { decideOne } from './deciding';
import { disputeOne } from './disputing';
import { cancelDeal, closeDeal, endOne, sweepRest } from './ending';
import { open } from './opening';
import { door, fetchFee, topUpSome, transfer, withdrawCredit } from './payments';
import { pass } from './periods';
import { publish } from './publishing';
import type { Pair, Scene, Step } from './scene';
import { seal } from './sealing';
import { settleSome } from './settling';
import { exitSlot, refuseSlot, releaseSlot, replaceNode } from './slots';
import { extendTerm, start } from './starting';
import { type Turn, turnOf } from './turn';

type Act = (scene: Scene, pair: Pair) => Promise<Step | undefined>;

const MOST_DEALS = 6;
/** Late in a period nothing but the next one is left to come. */
const LATE_SECONDS = 3000n;

/** What may happen, and how often. */
const ACTS = {
  time: [22, pass],
  publish: [5, (scene) => (scene.pairs.length < MOST_DEALS ? publish(scene) : pass(scene))],
  seal: [14, seal],
  start: [8, start],
  settle: [16, settleSome],
  replace: [7, ofSlot(replaceNode)],
  end: [6, endOne],
  door: [3, door],
  topUp: [5, ofSlot(topUpSome)],
  transfer: [3, ofSlot(transfer)],
  withdraw: [5, ofSlot(withdrawCredit)],
  fee: [3, ofSlot(fetchFee)],
  refuse: [2, ofSlot(refuseSlot)],
  exit: [4, ofSlot(exitSlot)],
  release: [4, ofSlot(releaseSlot)],
  close: [1, ofSlot(closeDeal)],
  cancel: [2, ofSlot(cancelDeal)],
  extend: [3, ofSlot(extendTerm)],
  sweep: [3, ofSlot(sweepRest)],
  dispute: [16, async (scene, pair) => (await disputeOne(scene)) ?? topUpOf(scene, pair)],
  decide: [12, async (scene, pair) => (await decideOne(scene)) ?? topUpOf(scene, pair)],
} satisfies Record<string, [number, Act]>;
const WEIGHTS = Object.fromEntries(
  Object.entries(ACTS).map(([name, [weight]]) => [name, weight]),
) as Record<keyof typeof ACTS, number>;

/** Many actors who do things at random, on the chain and in the model at once. */
export class Story {
  constructor(readonly scene: Scene) {}

  async begin(): Promise<void> {
    await open(this.scene);
    await publish(this.scene);
  }

  /** One thing that somebody does. */
  async step(): Promise<Step> {
    const { scene } = this;
    const late = scene.chain.time % PERIOD_SECONDS > LATE_SECONDS;
    const [, act]: [number, Act] = ACTS[late ? 'time' : scene.random.weighted(WEIGHTS)];
    const pair = scene.random.pick(scene.pairs);
    pair.model.now = scene.chain.period;
    return (await act(scene, pair)) ?? pass(scene);
  }
}

function ofSlot(act: (scene: Scene, turn: Turn) => Promise<Step>): Act {
  return (scene, pair) => act(scene, turnOf(scene, pair));
}

function topUpOf(scene: Scene, pair: Pair): Promise<Step> {
  return topUpSome(scene, turnOf(scene, pair));
}
