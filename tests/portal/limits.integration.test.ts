import { afterAll, beforeAll, expect, it } from 'vitest';
import * as nonceRoute from '@/app/api/auth/nonce/route';
import { action, countUse, json, route } from '@/lib/server/http';
import { startTestDatabase, type TestDatabase } from '@/tests/support';
import { call, refusal } from './support';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});

afterAll(() => database.stop());

const limit = { name: 'test', count: 3, seconds: 60 };

it('counts each caller apart, exactly, also when many come at once', async () => {
  const now = Date.now();
  const uses = await Promise.allSettled(
    Array.from({ length: 10 }, () => countUse(limit, 'one', now)),
  );
  expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  await countUse(limit, 'two', now);
  await expect(countUse(limit, 'one', now)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await countUse(limit, 'one', now + 60_000);
});

it('answers 429 with the seconds to wait', async () => {
  const { GET } = route('/limited', {
    GET: action({ access: 'all', limit: { ...limit, count: 1 }, handle: async () => json({}) }),
  });
  const ask = (from: string) => call(GET, '/limited', { headers: { 'x-forwarded-for': from } });
  expect((await ask('198.51.100.1')).status).toBe(200);
  const refused = await ask('198.51.100.1');
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await refusal(refused)).toEqual([429, 'RATE_LIMITED']);
  expect((await ask('198.51.100.2')).status).toBe(200);
});

it('keeps the request id of the caller if it is one, and never shows the cause of a failure', async () => {
  const { GET } = route('/broken', {
    GET: action({
      access: 'all',
      handle: async () => {
        throw new Error('password of the database');
      },
    }),
  });
  const response = await call(GET, '/broken', { headers: { 'x-request-id': 'abc-123-def' } });
  expect(response.headers.get('x-request-id')).toBe('abc-123-def');
  const text = await response.text();
  expect(text).not.toContain('password');
  expect(JSON.parse(text)).toMatchObject({
    status: 500,
    code: 'INTERNAL',
    requestId: 'abc-123-def',
  });
  const other = await call(nonceRoute.GET, '/x', { headers: { 'x-request-id': '<script>' } });
  expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
