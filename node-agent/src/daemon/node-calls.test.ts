import { expect, it, vi } from 'vitest';
import { AppError } from '@/lib/core/errors';
import { DEAL } from '../testing/fixtures';
import type { NodeCall } from './direct';
import { sendCall, sendCalls } from './node-calls';

const { signal } = new AbortController();
const calls: NodeCall[] = Array.from({ length: 45 }, (_, i) => ({
  to: DEAL,
  data: `0x${(i + 16).toString(16)}`,
}));
const refusal = (code: string, httpStatus: number) =>
  new AppError(code, `${code} is why.`, { details: { httpStatus } });
const away = new AppError('AGENT_PORTAL_UNREACHABLE', 'The portal does not answer.');

/** Two ways of which the relay refuses what `against` says, and the node pays for anything. */
function ways(against: (data: string) => unknown = () => undefined) {
  const submit = vi.fn(async (_: unknown, data: string) => {
    const error = against(data);
    if (error) throw error;
    return data;
  });
  const wait = vi.fn(async () => undefined);
  const sendAll = vi.fn(async (left: readonly NodeCall[]) =>
    left.map(() => ({ status: 'fulfilled', value: undefined }) as PromiseSettledResult<void>),
  );
  return { relay: { submit, wait }, direct: { sendAll } };
}
const wayOf = (results: PromiseSettledResult<string>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason));

it('hands the relay all calls of a portion before it waits for any of them', async () => {
  const by = ways();
  let most = 0;
  let now = 0;
  by.relay.wait.mockImplementation(async () => {
    most = Math.max(most, ++now);
    await new Promise(setImmediate);
    now--;
  });
  expect(wayOf(await sendCalls(by, calls, signal))).toEqual(calls.map(() => 'relay'));
  expect(most).toBe(20);
  expect(by.direct.sendAll).toHaveBeenCalledWith([]);
});

it('asks a portal that is away once, and sends everything itself together', async () => {
  const by = ways(() => away);
  expect(wayOf(await sendCalls(by, calls, signal))).toEqual(calls.map(() => 'direct'));
  expect(by.relay.submit).toHaveBeenCalledTimes(1);
  expect(by.direct.sendAll.mock.calls).toEqual([[calls]]);
});

it('sends itself what the relay’s limit for one slot refuses, and relays the others', async () => {
  const limit = refusal('RELAY_DISPUTE_LIMIT', 429);
  const by = ways((data) => (data === calls[3]?.data ? limit : undefined));
  const expected = calls.map((_, i) => (i === 3 ? 'direct' : 'relay'));
  expect(wayOf(await sendCalls(by, calls, signal))).toEqual(expected);
  expect(by.direct.sendAll.mock.calls).toEqual([[[calls[3]]]]);
});

it('says why the relay refused where the operator cannot pay either, and can try again', async () => {
  const by = ways(() => refusal('RELAY_DISPUTE_LIMIT', 429));
  const poor = new AppError('AGENT_NO_GAS', 'Send some FIL.');
  by.direct.sendAll.mockResolvedValueOnce([{ status: 'rejected', reason: poor }]);
  const [call] = calls as [NodeCall];
  await expect(sendCall(by, call, signal)).rejects.toMatchObject({
    code: 'AGENT_NO_GAS',
    shortMessage: 'Send some FIL. The portal’s relay: RELAY_DISPUTE_LIMIT is why.',
  });
  expect(await sendCall(by, call, signal)).toBe('direct');
});

it('takes the contract’s refusal from the relay for the answer', async () => {
  const reverted = refusal('RELAY_REVERTED', 422);
  const by = ways((data) => (data === calls[1]?.data ? reverted : undefined));
  const results = wayOf(await sendCalls(by, calls.slice(0, 3), signal));
  expect(results).toEqual(['relay', reverted, 'relay']);
  expect(by.direct.sendAll).toHaveBeenCalledWith([]);
});

it('sends itself what the relay took and did not send in time', async () => {
  const by = ways();
  by.relay.wait.mockImplementation(
    ((_: string, until: AbortSignal) =>
      new Promise((_resolve, reject) => {
        until.addEventListener('abort', () => reject(until.reason));
      })) as never,
  );
  const results = wayOf(await sendCalls(by, calls.slice(0, 5), signal, 1));
  expect(results).toEqual(Array(5).fill('direct'));
  expect(by.direct.sendAll.mock.calls).toEqual([[calls.slice(0, 5)]]);
});
