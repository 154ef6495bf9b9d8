import type { Address, Hex } from 'viem';
import { AppError } from '@/lib/core/errors';
import {
  type Network,
  relayAccepted,
  relayNonce,
  relayStatus,
  type SignedForwardJson,
} from '@/lib/core/protocol';
import { forwardGas, signForward } from './forward';
import type { Operator } from './operator';
import { isTransient, type PortalClient } from './portal-client';
import { RelayQueue } from './relay-queue';
import { backoff, Mutex, sleep } from './wait';

const NONCE_ATTEMPTS = 4;
const POLL_MS = { base: 500, max: 5000 };

/** Calls that a killed agent left in the portal's queue are waited for this long. */
const DRAIN_MS = 120_000;
/** Who wants the nonces for itself does not wait longer for the portal's word. */
const ASK_MS = 10_000;

/** What the relay needs from the chain. */
export interface RelayChain {
  forwardedGas(operator: Address, to: Address, data: Hex): Promise<bigint>;
  /** Next nonce at the forwarder, without what is only queued. */
  forwarderNonce(operator: Address): Promise<bigint>;
}

/** True for the refusals that a fresh nonce cures. */
function isNonceError(error: unknown): boolean {
  return AppError.is(error) && /NONCE/.test(error.code);
}

/**
 * Calls of the node that the portal pays for. Requests are signed with nonces in sequence without
 * waiting for each other; after a refusal or a failure the next nonce is asked for again.
 */
export class RelayClient {
  private nextNonce: bigint | undefined;
  private readonly queue = new RelayQueue();
  private readonly mutex = new Mutex();

  constructor(
    private readonly portal: PortalClient,
    private readonly operator: Operator,
    private readonly network: Network,
    private readonly chain: RelayChain,
  ) {}

  /** Signs a forward request with the next nonce. */
  sign(to: Address, data: Hex, nonce: bigint, gas: bigint): Promise<SignedForwardJson> {
    return signForward(this.operator, this.network, { to, data, nonce, gas });
  }

  /**
   * Queues a call at the portal; its id can be followed with {@link wait} even after a restart.
   * `post` replaces the plain relay route for requests that travel inside another one.
   */
  submit(
    to: Address,
    data: Hex,
    signal: AbortSignal,
    post: (forward: SignedForwardJson) => Promise<{ relayId: string }> = (forward) =>
      this.portal.json(relayAccepted, {
        method: 'POST',
        path: '/api/agent/relay',
        body: forward,
        signal,
      }),
  ): Promise<string> {
    return this.mutex.run(async () => {
      const estimate = await this.chain.forwardedGas(this.operator.address, to, data);
      const gas = forwardGas(estimate);
      for (let attempt = 1; ; attempt++) {
        const nonce = this.nextNonce ?? (await this.fetchNonce(signal));
        try {
          const { relayId } = await post(await this.sign(to, data, nonce, gas));
          this.nextNonce = nonce + 1n;
          this.queue.took(nonce);
          return relayId;
        } catch (error) {
          this.nextNonce = undefined;
          if (!isNonceError(error) || attempt === NONCE_ATTEMPTS) throw error;
        }
      }
    });
  }

  /**
   * Follows a queued call until it is mined. Outages of the portal are waited through.
   *
   * @throws AppError with the portal's code when the call failed, or `NOT_FOUND` for an unknown id
   */
  async wait(relayId: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      const status = await this.statusOf(relayId, signal);
      if (status?.status === 'mined') return;
      if (status?.status === 'failed') {
        this.nextNonce = undefined;
        const { code, message } = status.error ?? {
          code: 'RELAY_FAILED',
          message: 'The call failed.',
        };
        throw new AppError(code, message);
      }
      await sleep(backoff(attempt, POLL_MS.base, POLL_MS.max), signal);
    }
  }

  /**
   * Waits until nothing of this node is queued at the portal any more. An agent that was killed
   * right after a call would else make the same call twice.
   */
  async drained(signal: AbortSignal): Promise<void> {
    const end = Date.now() + DRAIN_MS;
    for (let attempt = 0; !signal.aborted && Date.now() < end; attempt++) {
      try {
        const queued = await this.fetchNonce(signal);
        if (queued <= (await this.chain.forwarderNonce(this.operator.address))) return;
      } catch (error) {
        // without the portal no call can be made either
        if (!signal.aborted && !isTransient(error) && AppError.is(error)) throw error;
      }
      await sleep(backoff(attempt, POLL_MS.base, POLL_MS.max), signal);
    }
  }

  private async statusOf(relayId: string, signal: AbortSignal) {
    try {
      return await this.portal.json(relayStatus, { path: `/api/agent/relay/${relayId}`, signal });
    } catch (error) {
      if (isTransient(error)) return undefined;
      throw error;
    }
  }

  /**
   * Lends the forwarder's nonces to calls that do not go through the portal, from the next one on;
   * meanwhile nothing is signed for it. What waits there would fail by that, so they are lent only
   * where nothing does: by the portal's word, or while it is away by what is known of its queue.
   *
   * @returns undefined when they are not lent
   */
  async whenIdle<T>(use: (first: bigint) => Promise<T>): Promise<T | undefined> {
    return this.mutex.run(async () => {
      const { signal } = new AbortController();
      // A portal that cannot say leaves the queue as it was known.
      await this.fetchNonce(signal, ASK_MS).catch(() => undefined);
      const first = await this.chain.forwarderNonce(this.operator.address);
      if (!this.queue.isEmpty(first)) return undefined;
      this.nextNonce = undefined;
      return use(first);
    });
  }

  private async fetchNonce(signal: AbortSignal, timeoutMs?: number): Promise<bigint> {
    const request = { path: '/api/agent/relay/nonce', signal, timeoutMs };
    const { nonce } = await this.portal.json(relayNonce, request);
    this.queue.told(nonce);
    return nonce;
  }
}
