import { storageDealAbi } from '@/lib/core/chain/abi';
import { cost, feeOn, min } from '../money';
import { rewardOf } from '../rules/accounts';
import { extend, startDeal } from '../rules/starting';
import type { Pair, Scene, Step } from './scene';
import { step, type Turn } from './turn';

/** Money for some periods, to the attofil, or one too little or too much. */
export async function start(scene: Scene, { chain, model }: Pair): Promise<Step> {
  const { random } = scene;
  const { terms, heads } = model;
  const rate = heads.reduce((sum, head) => sum + head.rate, 0n);
  const rewards = heads.reduce((sum, head) => sum + rewardOf(model, head), 0n);
  const periods = BigInt(random.integer(Number(min(terms.minRunway, terms.duration)), 210));
  const nodes = rewards + cost(rate * periods, terms.sectorBytes);
  const exact = nodes + feeOn(nodes, terms.feeBps);
  const value = exact + BigInt(random.integer(-1, 1));
  const hash = await scene.chain.client.readContract({
    address: chain.address,
    abi: storageDealAbi,
    functionName: 'termsHash',
  });
  const done = await scene.chain.call(terms.client, chain, 'startDeal', [hash], value);
  const expected = startDeal(model, value, scene.chain.time);
  if (expected) scene.spend(terms.client, value);
  return step(`client starts with money for ${periods} periods`, done, expected);
}

export async function extendTerm(scene: Scene, { model, call }: Turn): Promise<Step> {
  const { client } = model.terms;
  const newEnd = model.end + BigInt(scene.random.integer(0, 50));
  const value = BigInt(scene.random.integer(0, 100)) * 10n ** 13n;
  const done = await call(client, 'extendDeal', [newEnd, []], value);
  const expected = extend(model, newEnd, value);
  if (expected) scene.spend(client, value);
  return step('the client extends', done, expected);
}
