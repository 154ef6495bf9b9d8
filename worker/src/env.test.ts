import { expect, test } from 'vitest';
import { queueNames } from '@/lib/server/jobs';
import { parseWorkerEnv } from './env';

test('works on every queue unless told otherwise', () => {
  expect(parseWorkerEnv({}).queues).toEqual(queueNames);
  expect(parseWorkerEnv({ WORKER_QUEUES: 'gc, plan' }).queues).toEqual(['gc', 'plan']);
});

test('names a queue that does not exist', () => {
  expect(() => parseWorkerEnv({ WORKER_QUEUES: 'gc,nope' })).toThrow('no queue nope');
});
