import { collectFee, plainTransfer, topUp, withdraw } from '../rules/payments';
import type { Scene, Step } from './scene';
import { step, type Turn } from './turn';

export async function topUpSome({ random, stranger }: Scene, turn: Turn): Promise<Step> {
  const value = BigInt(random.integer(0, 1000)) * 10n ** 13n + BigInt(random.integer(0, 99));
  const done = await turn.call(stranger, 'topUp', [], value);
  return step('stranger tops up', done, topUp(turn.model, value));
}

export async function transfer(scene: Scene, { chain, model }: Turn): Promise<Step> {
  const value = BigInt(scene.random.integer(1, 1000)) * 10n ** 12n;
  const done = await scene.chain.send(scene.stranger, chain.address, '0x', value);
  return step('a plain transfer', done, plainTransfer(model, value));
}

export async function withdrawCredit(scene: Scene, turn: Turn): Promise<Step> {
  const account = scene.random.pick(scene.accounts);
  const done = await turn.call(scene.stranger, 'withdraw', [account]);
  return step('a withdrawal', done, withdraw(turn.model, account));
}

export async function fetchFee({ stranger }: Scene, turn: Turn): Promise<Step> {
  const done = await turn.call(stranger, 'collectFee');
  return step('the fee is collected', done, collectFee(turn.model));
}

/** An account refuses money from now on, or takes it again. */
export async function door({ chain, random, world }: Scene): Promise<Step> {
  const account = random.pick(world.nodes.slice(0, 3)).payout;
  const closed = !world.closed.has(account);
  await chain.setClosed(account, closed);
  if (closed) world.closed.add(account);
  else world.closed.delete(account);
  return step(`${account} ${closed ? 'refuses' : 'takes'} money`, true, true);
}
