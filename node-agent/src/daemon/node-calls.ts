import { BaseError } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { DirectCalls, NodeCall } from './direct';
import { isTransient } from './portal-client';
import type { RelayClient } from './relay';
import { linkSignal } from './wait';

/** A portal that takes a request and never sends it must not cost more time than this. */
const RELAY_MS = 60_000;
/** Requests that wait at the portal together. */
const RELAYED_AT_ONCE = 20;

/** The two ways of a node's call. */
export interface CallWays {
  relay: Pick<RelayClient, 'submit' | 'wait'>;
  direct: Pick<DirectCalls, 'sendAll'>;
}
type Way = 'relay' | 'direct';
type Settled<T> = PromiseSettledResult<T>;
const failed = (reason: unknown) => ({ status: 'rejected', reason }) as const;

/** The contract itself said no: nobody else will get another answer. */
function isRevert(error: unknown): boolean {
  if (isTransient(error)) return false;
  if (error instanceof BaseError) return true;
  return AppError.is(error) && error.code === 'RELAY_REVERTED';
}

/** The relay takes nothing of this node now, whatever the call is about. */
function isAway(error: unknown): boolean {
  return isTransient(error) && !AppError.is(error, 'RELAY_DISPUTE_LIMIT');
}

/** Hands calls to the relay, and waits for them together: it sends them in one transaction. */
async function relayTogether(
  relay: CallWays['relay'],
  calls: readonly NodeCall[],
  signal: AbortSignal,
): Promise<Settled<'relay'>[]> {
  const waits: (() => Promise<'relay'>)[] = [];
  let away: unknown;
  for (const { to, data } of calls) {
    try {
      if (away) throw away;
      const id = await relay.submit(to, data, signal);
      waits.push(() => relay.wait(id, signal).then(() => 'relay' as const));
    } catch (error) {
      if (isAway(error) || signal.aborted) away = error;
      waits.push(() => Promise.reject(error));
    }
  }
  return Promise.allSettled(waits.map((wait) => wait()));
}

async function relayAll(
  relay: CallWays['relay'],
  calls: readonly NodeCall[],
  signal: AbortSignal,
): Promise<Settled<'relay'>[]> {
  const results: Settled<'relay'>[] = [];
  for (let at = 0; at < calls.length; at += RELAYED_AT_ONCE) {
    const last = results.at(-1);
    const isOver = signal.aborted || (last?.status === 'rejected' && isAway(last.reason));
    const part = calls.slice(at, at + RELAYED_AT_ONCE);
    const error = last?.status === 'rejected' ? last.reason : signal.reason;
    results.push(
      ...(isOver ? part.map(() => failed(error)) : await relayTogether(relay, part, signal)),
    );
  }
  return results;
}

/** Says why the relay does not pay, where the operator has to. */
function withRelaysReason(error: unknown, relays: unknown): unknown {
  if (!AppError.is(error, 'AGENT_NO_GAS') || !AppError.is(relays)) return error;
  const message = `${error.shortMessage} The portal’s relay: ${relays.shortMessage}`;
  return new AppError(error.code, message, { details: error.details, cause: relays });
}

/**
 * Calls against what portal or verifier did: by the relay, which costs the node nothing, and by
 * itself where the relay does not answer, refuses or is too slow. Many calls share transactions
 * either way; each has its own result.
 *
 * @param relayMs - most milliseconds for the relay
 * @returns per call its way, or the contract's refusal, or AppError `AGENT_NO_GAS` when neither way
 *   is open
 */
export async function sendCalls(
  by: CallWays,
  calls: readonly NodeCall[],
  signal: AbortSignal,
  relayMs = RELAY_MS,
): Promise<Settled<Way>[]> {
  const link = linkSignal(signal, relayMs);
  let relayed: Settled<Way>[];
  try {
    relayed = await relayAll(by.relay, calls, link.signal);
  } finally {
    link.release();
  }
  signal.throwIfAborted();
  const isLeft = (result: Settled<Way> | undefined) =>
    result?.status === 'rejected' && !isRevert(result.reason);
  const own = await by.direct.sendAll(calls.filter((_, i) => isLeft(relayed[i])));
  const answers = own.values();
  return relayed.map((result) => {
    if (result.status === 'fulfilled' || !isLeft(result)) return result;
    const answer = answers.next().value as Settled<void>;
    return answer.status === 'fulfilled'
      ? { status: 'fulfilled', value: 'direct' }
      : failed(withRelaysReason(answer.reason, result.reason));
  });
}

/**
 * {@link sendCalls} of one call.
 *
 * @throws the contract's refusal; AppError `AGENT_NO_GAS` when neither way is open
 */
export async function sendCall(
  by: CallWays,
  call: NodeCall,
  signal: AbortSignal,
  relayMs?: number,
): Promise<Way> {
  const [result] = await sendCalls(by, [call], signal, relayMs);
  if (result?.status === 'fulfilled') return result.value;
  throw result?.reason;
}
