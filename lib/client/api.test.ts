import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ApiError, api } from './api';

const answer = (body: string, status = 200, type = 'application/json') =>
  vi.fn(
    async (_path: string, _init?: RequestInit) =>
      new Response(body, { status, headers: { 'Content-Type': type } }),
  );

afterEach(() => {
  vi.unstubAllGlobals();
});

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => error as ApiError,
  );

describe('api', () => {
  it('sends JSON with bigints as text and parses the answer', async () => {
    const fetch = answer('{"n":"5"}');
    vi.stubGlobal('fetch', fetch);
    const schema = z.object({ n: z.string().transform(BigInt) });
    expect(await api('/api/x', schema, { json: { size: 7n } })).toEqual({ n: 5n });
    const init = fetch.mock.calls[0]?.[1];
    expect(init?.method).toBe('POST');
    expect(init?.body).toBe('{"size":"7"}');
    expect(new Headers(init?.headers).get('content-type')).toBe('application/json');
  });

  it('takes an empty answer as undefined', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(null, { status: 204 })),
    );
    expect(await api('/api/x', z.undefined(), { method: 'POST' })).toBeUndefined();
  });

  it('throws the problem with its code', async () => {
    const problem = {
      type: 'urn:x',
      title: 'No',
      status: 409,
      code: 'PLAN_OUTDATED',
      detail: 'A newer plan exists.',
      requestId: 'r',
    };
    vi.stubGlobal('fetch', answer(JSON.stringify(problem), 409, 'application/problem+json'));
    const error = await failure(api('/api/x', z.unknown()));
    expect(error).toMatchObject({ code: 'PLAN_OUTDATED', status: 409 });
    expect(error.detail).toBe('A newer plan exists.');
    expect(ApiError.is(error, 'PLAN_OUTDATED')).toBe(true);
    expect(ApiError.is(error, 'OTHER')).toBe(false);
  });

  it.each([
    ['an HTML page', '<html>', 200],
    ['another shape', '{"a":1}', 200],
    ['a proxy’s error page', '<html>', 502],
  ])('says BAD_ANSWER to %s', async (_name, body, status) => {
    vi.stubGlobal('fetch', answer(body, status));
    const error = await failure(api('/api/x', z.object({ b: z.string() })));
    expect(error).toMatchObject({ code: 'BAD_ANSWER', status });
  });

  it('says NETWORK without an answer, and hands an abort through', async () => {
    const down = vi.fn(async () => {
      throw new TypeError('fetch failed');
    });
    vi.stubGlobal('fetch', down);
    expect(await failure(api('/api/x', z.unknown()))).toMatchObject({ code: 'NETWORK', status: 0 });
    const signal = AbortSignal.abort();
    expect(await failure(api('/api/x', z.unknown(), { signal }))).not.toBeInstanceOf(ApiError);
  });
});
