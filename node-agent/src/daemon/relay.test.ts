import { recoverTypedDataAddress } from 'viem';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  forwarderDomain,
  forwardRequest,
  forwardRequestTypes,
  type SignedForwardJson,
} from '@/lib/core/protocol';
import {
  fixedToken,
  makeNetwork,
  type StubPortal,
  StubProblem,
  startStubPortal,
  testOperator,
} from '../testing/stub-portal';
import { PortalClient } from './portal-client';
import { RelayClient } from './relay';

const TARGET = `0x${'b'.repeat(40)}` as const;
const network = makeNetwork();
const { signal } = new AbortController();
let portal: StubPortal;
afterEach(() => portal.stop());

/** A relay that demands nonces in sequence and fails the requests that a test names. */
async function setup(failing: ReadonlySet<number> = new Set()) {
  const state = { next: 4, mined: 4, taken: [] as SignedForwardJson[], outage: 0 };
  portal = await startStubPortal({
    'GET /api/agent/relay/nonce': () => ({ nonce: `${state.next}` }),
    'POST /api/agent/relay': (request) => {
      const signed = request.json<SignedForwardJson>();
      const nonce = Number(signed.request.nonce);
      if (nonce !== state.next) throw new StubProblem(409, 'RELAY_NONCE', { expected: state.next });
      state.next++;
      state.taken.push(signed);
      return { relayId: `00000000-0000-4000-8000-${String(nonce).padStart(12, '0')}` };
    },
    'GET /api/agent/relay/0': ({ path }) => {
      if (state.outage-- > 0) throw new StubProblem(503, 'INTERNAL');
      const nonce = Number(path.slice(-12));
      if (!failing.has(nonce)) return { status: 'mined', txHash: '0x01' };
      return { status: 'failed', error: { code: 'NotTheNode', message: 'Not yours.' } };
    },
  });
  const client = new PortalClient(portal.url);
  client.authenticate(fixedToken);
  const chain = { forwardedGas: async () => 100n, forwarderNonce: async () => BigInt(state.mined) };
  const relay = new RelayClient(client, testOperator, network, chain);
  return { state, relay };
}

describe('RelayClient', () => {
  it('signs requests that the forwarder accepts, with room in the gas', async () => {
    const { state, relay } = await setup();
    await relay.submit(TARGET, '0x1234', signal);
    const [signed] = state.taken;
    const request = forwardRequest.parse(signed?.request);
    expect(request).toMatchObject({ nonce: 4n, gas: 140n, value: 0n, to: TARGET });
    const signer = await recoverTypedDataAddress({
      domain: forwarderDomain(network.chainId, network.contracts.forwarder),
      types: forwardRequestTypes,
      primaryType: 'ForwardRequest',
      message: request,
      signature: signed?.signature as `0x${string}`,
    });
    expect(signer).toBe(testOperator.address);
  });

  it('keeps the sequence when many calls are made at once', async () => {
    const { state, relay } = await setup();
    await Promise.all(Array.from({ length: 5 }, () => relay.submit(TARGET, '0x', signal)));
    expect(state.taken.map((s) => s.request.nonce)).toEqual(['4', '5', '6', '7', '8']);
    expect(portal.requests.filter((r) => r.path.endsWith('/nonce'))).toHaveLength(1);
  });

  it('asks for the nonce again when the portal refuses it', async () => {
    const { state, relay } = await setup();
    await relay.submit(TARGET, '0x', signal);
    state.next = 9; // another client of the same key was faster
    await relay.submit(TARGET, '0x', signal);
    expect(state.taken.map((s) => s.request.nonce)).toEqual(['4', '9']);
  });

  it('asks for the nonce again after a call failed', async () => {
    const { state, relay } = await setup(new Set([4]));
    const id = await relay.submit(TARGET, '0x', signal);
    await expect(relay.wait(id, signal)).rejects.toMatchObject({ code: 'NotTheNode' });
    state.next = 4; // the failed request never used its nonce
    await relay.submit(TARGET, '0x', signal);
    expect(state.taken.map((s) => s.request.nonce)).toEqual(['4', '4']);
  });

  it('waits through an outage of the portal', async () => {
    const { state, relay } = await setup();
    const id = await relay.submit(TARGET, '0x', signal);
    state.outage = 2;
    await relay.wait(id, signal);
    expect(state.outage).toBe(-1);
  });

  it('waits for calls that an earlier run left in the queue', async () => {
    const { state, relay } = await setup();
    state.next = 6;
    portal.routes['GET /api/agent/relay/nonce'] = () => {
      state.mined++;
      return { nonce: `${state.next}` };
    };
    await relay.drained(signal);
    expect(state.mined).toBe(6);
  });

  it('gives up on nonces that never fit', async () => {
    const { relay } = await setup();
    portal.routes['GET /api/agent/relay/nonce'] = () => ({ nonce: '0' });
    await expect(relay.submit(TARGET, '0x', signal)).rejects.toMatchObject({ code: 'RELAY_NONCE' });
  });
});

describe('nonces for the node’s own use', () => {
  afterEach(() => void vi.restoreAllMocks());
  const HOUR_MS = 3_600_000;
  const first = async (nonce: bigint) => nonce;

  it('are lent while nothing waits at the portal, and asked for again afterwards', async () => {
    const { state, relay } = await setup();
    await relay.submit(TARGET, '0x', signal);
    expect(await relay.whenIdle(first)).toBeUndefined();
    state.mined = 5;
    expect(await relay.whenIdle(first)).toBe(5n);
    Object.assign(state, { next: 7, mined: 7 });
    await relay.submit(TARGET, '0x', signal);
    expect(state.taken.map((s) => s.request.nonce)).toEqual(['4', '7']);
  });

  it('are not signed for the portal meanwhile', async () => {
    const { state, relay } = await setup();
    let submitted: Promise<string> | undefined;
    await relay.whenIdle(async () => {
      submitted = relay.submit(TARGET, '0x', signal);
      await new Promise(setImmediate);
      Object.assign(state, { next: 6, mined: 6 });
    });
    await submitted;
    expect(state.taken.map((s) => s.request.nonce)).toEqual(['6']);
  });

  it('are lent while the portal is away, if what it took is mined', async () => {
    const { state, relay } = await setup();
    await relay.submit(TARGET, '0x', signal);
    await portal.stop();
    expect(await relay.whenIdle(first)).toBeUndefined();
    state.mined = 5;
    expect(await relay.whenIdle(first)).toBe(5n);
  });

  it('are not lent to an agent that cannot ask what its last run left, until that is over', async () => {
    const { relay } = await setup();
    await portal.stop();
    expect(await relay.whenIdle(first)).toBeUndefined();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + HOUR_MS);
    expect(await relay.whenIdle(first)).toBeUndefined();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + HOUR_MS);
    expect(await relay.whenIdle(first)).toBe(4n);
  });
});
