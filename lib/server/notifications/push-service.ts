import { AppError } from '@/lib/core/errors';
import type { PushConfig } from '@/lib/server/env';

const TIMEOUT_MS = 10_000;

/** Where Push's service for the configured network answers, and the contract it signs for. */
export async function pushNetwork(config: PushConfig) {
  const { API_BASE_URL, default: networks } = await import('@pushprotocol/restapi/src/lib/config');
  const network = (networks as Record<string, Record<string, unknown>>)[config.env];
  const known = network?.[`eip155:${config.chainId}`] as
    | { EPNS_COMMUNICATOR_CONTRACT: string }
    | undefined;
  if (!known) throw new AppError('PUSH_NOT_SENT', 'Push does not know the configured chain.');
  return {
    url: config.apiUrl ?? API_BASE_URL[config.env],
    verifyingContract: known.EPNS_COMMUNICATOR_CONTRACT.toLowerCase() as `0x${string}`,
  };
}

/**
 * Asks Push's service.
 * @throws AppError `PUSH_NOT_SENT` when it refuses or does not answer
 */
export async function askPush(url: string, init: RequestInit = {}): Promise<unknown> {
  const request = { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const response = await fetch(url, request).catch((cause: unknown) => {
    throw new AppError('PUSH_NOT_SENT', 'Push’s service cannot be reached.', { cause });
  });
  if (response.ok) return response.json().catch(() => null);
  await response.body?.cancel();
  throw new AppError('PUSH_NOT_SENT', `Push’s service answered ${response.status}.`);
}
