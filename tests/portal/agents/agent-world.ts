import type { PrivateKeyAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { makePublishedDeal, randomAddress } from '../rows';
import { agentAuth, lower, newAccount, withoutChain } from '../support';

/** An agent with an open session, and a deal whose slot 0 is its own: new for each test. */
export interface AgentWorld {
  account: PrivateKeyAccount;
  node: `0x${string}`;
  headers: { authorization: string };
  deal: Awaited<ReturnType<typeof makePublishedDeal>>;
  /** Of the deal's contract. */
  address: `0x${string}`;
}

/** Starts what the tests of the calling file need; before a test its values are there. */
export function agentWorld(): AgentWorld {
  const world = {} as AgentWorld;
  let database: TestDatabase;
  let cleanUp: () => void;

  beforeAll(async () => {
    database = await startTestDatabase();
    cleanUp = withoutChain();
  });
  afterAll(async () => {
    await database.stop();
    cleanUp();
  });
  beforeEach(async () => {
    world.account = newAccount();
    world.node = lower(world.account.address);
    world.headers = await agentAuth(world.account);
    world.deal = await makePublishedDeal(randomAddress(), world.node);
    world.address = lower(world.deal.address ?? '');
  });
  return world;
}

/** A slot of the world's deal, as parameters of a route. */
export const slotOf = ({ address }: AgentWorld, slot = 0, generation = 0) => ({
  deal: address,
  slot: `${slot}`,
  generation: `${generation}`,
});
