import { generatePrivateKey } from 'viem/accounts';
import { localAccounts } from '../lib/accounts.mjs';
import { readAs, signIn } from './sign-in.mjs';

/** States of deals that look different, with the name of their picture. */
const stages = {
  review: ['REVIEW'],
  sealing: ['CONFIRMED', 'PUBLISHED', 'PENDING'],
  active: ['ACTIVE', 'CLOSING'],
  over: ['COMPLETED', 'CANCELLED', 'FAILED'],
};

/**
 * Whom and what the pictures show: an administrator, the local client with the most deals, a wallet
 * that has never done anything, and one of each kind of thing, as far as there are any.
 */
export async function findSubjects(portal) {
  const [admin, newcomer, ...clients] = await Promise.all(
    [
      localAccounts.admin.key,
      generatePrivateKey(),
      ...localAccounts.clients.map(({ key }) => key),
    ].map((key) => signIn(portal, key)),
  );
  const owned = await Promise.all(
    clients.map(async (who) => ({ who, ...(await readAs(portal, who, '/api/deals?limit=100')) })),
  );
  const client = owned.sort((a, b) => b.deals.length - a.deals.length)[0].who;
  const activity = await readAs(portal, newcomer, '/api/network/activity');
  return {
    people: { admin, newcomer, client },
    activity,
    deals: dealsByStage(owned),
    ...(await firstOfEach(portal, admin)),
  };
}

/** A deal in each stage with its owner, whoever that is. */
function dealsByStage(owned) {
  const found = {};
  for (const { who, deals } of owned) {
    for (const deal of deals) {
      const stage = Object.keys(stages).find((name) => stages[name].includes(deal.status));
      if (stage) found[stage] ??= { who, id: deal.dealId, address: deal.address };
    }
  }
  return found;
}

async function firstOfEach(portal, admin) {
  const first = async (list, id) =>
    (await readAs(portal, admin, `/api/admin/${list}`))?.rows[0]?.[id];
  return {
    node: await first('nodes?sort=rating&limit=1', 'operator'),
    period: await first('periods?sort=due&limit=1', 'period'),
    job: (await first('jobs?state=dead&limit=1', 'id')) ?? (await first('jobs?limit=1', 'id')),
    transaction: await first('transactions?limit=1', 'id'),
    deal: await first('deals?limit=1', 'dealId'),
  };
}
