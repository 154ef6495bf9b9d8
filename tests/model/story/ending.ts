import { buildLedgerTree } from '@/lib/core/deals';
import { cancel, close, endDeal, sweep } from '../rules/ending';
import { claimOf } from './records';
import type { Pair, Scene, Step } from './scene';
import { step, type Turn } from './turn';

/** With the leaves of the newest root, mostly. */
export async function endOne(scene: Scene, { chain, model }: Pair): Promise<Step> {
  const { random, stranger } = scene;
  const byPortal = random.chance(0.7);
  const last = scene.rootsOf(chain).at(-1);
  const own = last && random.chance(0.8) ? buildLedgerTree(last.leaves).ofDeal(chain.address) : [];
  const leaves = own.map(({ leaf }) => leaf);
  const period = last?.period ?? 0n;
  const args = [period, leaves, own.map(({ path }) => path)];
  const from = byPortal ? scene.chain.portal : stranger;
  const done = await scene.chain.call(from, chain, 'endDeal', args);
  const expected = endDeal(model, byPortal, period, leaves.map(claimOf));
  return step(`${byPortal ? 'portal' : 'stranger'} ends a deal`, done, expected);
}

export async function closeDeal(_: Scene, { model, call }: Turn): Promise<Step> {
  const done = await call(model.terms.client, 'closeDeal');
  return step('the client closes', done, close(model));
}

export async function cancelDeal({ chain, random, stranger }: Scene, turn: Turn): Promise<Step> {
  const byPortal = random.chance(0.3);
  const done = await turn.call(byPortal ? chain.portal : stranger, 'cancelDeal');
  return step('a cancel', done, cancel(turn.model, byPortal, chain.time));
}

export async function sweepRest({ stranger }: Scene, { model, call }: Turn): Promise<Step> {
  const done = await call(stranger, 'sweep');
  return step('a sweep', done, sweep(model));
}
