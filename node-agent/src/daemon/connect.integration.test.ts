import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Network } from '@/lib/core/protocol';
import { startTestChain, type TestChain, waitFor } from '@/tests/support';
import { writeJson } from '../store/atomic';
import { type Home, homeAt } from '../store/home';
import { writeState } from '../store/state';
import { type LocalChain, openLocalChain } from '../testing/local-chain';
import { registerOperator } from '../testing/local-node';
import {
  type StubPortal,
  StubProblem,
  silentLog,
  startStubPortal,
  testOperator,
} from '../testing/stub-portal';
import { connect } from './connect';
import { PortalClient } from './portal-client';

let testChain: TestChain;
let chain: LocalChain;
let served: Network;
let dir: string;
let home: Home;
let portal: StubPortal;
let isAway: boolean;
let stop: AbortController;

beforeAll(async () => {
  testChain = await startTestChain({ profile: 'test' });
  const { addresses } = JSON.parse(await readFile(testChain.deploymentFile, 'utf8'));
  chain = await openLocalChain(testChain.rpcUrl, addresses);
});
afterAll(() => testChain.stop());
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'agent-connect-'));
  home = homeAt(dir, undefined);
  isAway = true;
  stop = new AbortController();
  served = { ...chain.network, version: '9.9.9' };
  portal = await startStubPortal({
    'GET /api/network': () => {
      if (isAway) throw new StubProblem(503, 'INTERNAL');
      return served;
    },
  });
});
afterEach(async () => {
  stop.abort();
  await portal.stop();
  await rm(dir, { recursive: true });
});

/** What a run before left behind. */
async function storeRun(network: Network, of: Network = network): Promise<void> {
  const { chainId: id, genesisHash, contracts } = of;
  const known = { id, genesisHash, registry: contracts.registry };
  await writeState(home.state, { version: 1, chain: known, inboxSeq: 0n });
  await writeJson(home.network, network);
}

const connecting = () =>
  connect(
    { home, config: {}, operator: testOperator, log: silentLog, signal: stop.signal },
    new PortalClient(portal.url),
  );

/** Connects, and sees that it does not before the portal is there. */
async function connectsWithThePortalOnly(): Promise<void> {
  const connection = connecting();
  await waitFor(() => portal.requests.length >= 2, { what: 'Another question', seconds: 20 });
  isAway = false;
  expect((await connection)?.network).toEqual(served);
}

describe('connecting', { timeout: 60_000 }, () => {
  it('waits for the portal on the first run', connectsWithThePortalOnly);

  it('waits for the portal while the chain does not know the node', async () => {
    await storeRun(chain.network);
    await connectsWithThePortalOnly();
  });

  it('goes on without the portal where the node is registered', async () => {
    await registerOperator(chain, testChain);
    await storeRun(chain.network);
    const connection = await connecting();
    expect(connection?.network).toEqual(chain.network);
    const { timestamp } = await chain.client.getBlock();
    expect(connection?.clock.period()).toBeGreaterThanOrEqual(timestamp / 20n);
    expect(portal.requests).toHaveLength(1);
  });

  it('prefers what the portal says now', async () => {
    await storeRun(chain.network);
    isAway = false;
    expect((await connecting())?.network).toEqual(served);
  });

  it('waits for the portal when the stored slots are those of another chain', async () => {
    const other = { ...chain.network, genesisHash: `0x${'b'.repeat(64)}` } as const;
    await storeRun(chain.network, other);
    await connectsWithThePortalOnly();
  });

  it('asks the portal again when the chain of the last run is gone', async () => {
    await storeRun({ ...chain.network, rpcUrl: 'http://127.0.0.1:1' });
    await connectsWithThePortalOnly();
  });

  it('ends when it is aborted', async () => {
    const connection = connecting();
    await waitFor(() => portal.requests.length > 0);
    stop.abort();
    expect(await connection).toBeUndefined();
  });
});
