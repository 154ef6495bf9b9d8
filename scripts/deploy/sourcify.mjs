import { setTimeout as pause } from 'node:timers/promises';

/** Where explorers of Filecoin look for sources, see https://docs.sourcify.dev. */
export const SOURCIFY = 'https://sourcify.dev/server';

const POLL_MS = 2000;
const PATIENCE_MS = 10 * 60_000;

async function ask(url, body) {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Error(`${url} answered ${response.status} without JSON`);
  }
  return { status: response.status, answer };
}

/** Waits for a job; gives `exact_match`, `match` or throws what the service found wrong. */
async function result(server, id, pollMs) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const { status, answer } = await ask(`${server}/v2/verify/${id}`);
    if (status >= 400) throw new Error(answer.message ?? `the job answered ${status}`);
    if (answer.isJobCompleted) {
      const match = answer.contract?.runtimeMatch ?? answer.contract?.match;
      if (match) return match;
      throw new Error(answer.error?.message ?? 'the sources do not give the deployed code');
    }
    await pause(pollMs);
  }
  throw new Error('the service did not finish in time');
}

/**
 * Hands one contract's sources to a server of Sourcify's API v2 and waits for its word.
 *
 * @param {{ server?: string, chainId: number, address: string, identifier: string,
 *   compilerVersion: string, input: object, pollMs?: number }} request
 * @returns {Promise<'exact_match' | 'match' | 'already'>}
 * @throws when the service refuses, cannot be reached or finds other code on chain
 */
export async function verifySource(request) {
  const { server = SOURCIFY, chainId, address, identifier, compilerVersion, input } = request;
  const { status, answer } = await ask(`${server}/v2/verify/${chainId}/${address}`, {
    stdJsonInput: input,
    compilerVersion,
    contractIdentifier: identifier,
  });
  if (status === 409 && answer.customCode === 'already_verified') return 'already';
  if (status >= 400 || !answer.verificationId) {
    throw new Error(answer.message ?? `the service answered ${status}`);
  }
  return result(server, answer.verificationId, request.pollMs ?? POLL_MS);
}
