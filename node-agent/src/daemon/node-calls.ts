import { type Address, BaseError, type Hex } from 'viem';
import { AppError } from '@/lib/core/errors';
import type { DirectCalls } from './direct';
import { isTransient } from './portal-client';
import type { RelayClient } from './relay';
import { linkSignal } from './wait';

/** A portal that takes a request and never sends it must not cost more time than this. */
const RELAY_MS = 60_000;

/** The contract itself said no: nobody else will get another answer. */
function isRevert(error: unknown): boolean {
  if (error instanceof BaseError) return true;
  return AppError.is(error) && error.code === 'RELAY_REVERTED';
}

/**
 * Calls against what portal or verifier did: by the relay, which costs the node nothing, and by
 * itself where the relay does not answer, refuses or is too slow.
 *
 * @param relayMs - most milliseconds for the relay
 * @throws the contract's refusal; AppError `AGENT_NO_GAS` when neither way is open
 */
export async function sendCall(
  by: { relay: Pick<RelayClient, 'submit' | 'wait'>; direct: Pick<DirectCalls, 'send'> },
  call: { to: Address; data: Hex },
  signal: AbortSignal,
  relayMs = RELAY_MS,
): Promise<'relay' | 'direct'> {
  const link = linkSignal(signal, relayMs);
  try {
    const id = await by.relay.submit(call.to, call.data, link.signal);
    await by.relay.wait(id, link.signal);
    return 'relay';
  } catch (error) {
    signal.throwIfAborted();
    if (isRevert(error) && !isTransient(error)) throw error;
  } finally {
    link.release();
  }
  await by.direct.send(call.to, call.data);
  return 'direct';
}
