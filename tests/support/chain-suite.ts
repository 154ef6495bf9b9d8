import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { chainContext } from '@/lib/server/chain';
import { followStep } from '@/lib/server/chain/follower/step';
import { logger } from '@/lib/server/logger';
import { startTestChain, type TestChain } from './chain';
import { startTestDatabase, type TestDatabase } from './database';
import { DealWorld } from './deal-world';

/** What each test of a suite finds fresh. */
export interface ChainSuite {
  chain: TestChain;
  world: DealWorld;
  /** Lets the follower read everything that is final. */
  follow(): Promise<void>;
  /** Makes what happened final, then follows. */
  catchUp(): Promise<void>;
}

/**
 * Registers the hooks of a suite that needs a chain and a database: one chain for all tests, put
 * back to its beginning after each, and a new database for every test.
 */
export function useChainSuite(): ChainSuite {
  const suite = { follow, catchUp } as ChainSuite;
  let database: TestDatabase;
  let snapshot: string;

  beforeAll(async () => {
    suite.chain = await startTestChain({ blockSeconds: 0 });
  });
  afterAll(() => suite.chain.stop());
  beforeEach(async () => {
    database = await startTestDatabase();
    snapshot = await suite.chain.rpc('evm_snapshot');
    suite.world = new DealWorld(suite.chain);
  });
  afterEach(async () => {
    const { rpc } = suite.chain;
    // Neither the message pool nor the next base fee is part of a snapshot.
    await rpc('anvil_dropAllTransactions');
    await rpc('anvil_setNextBlockBaseFeePerGas', ['0x3b9aca00']);
    await rpc('evm_setAutomine', [true]);
    await rpc('evm_revert', [snapshot]);
    await database.stop();
  });

  async function follow(): Promise<void> {
    while (await followStep(chainContext(), logger));
  }
  async function catchUp(): Promise<void> {
    await suite.world.mine();
    await follow();
  }
  return suite;
}
