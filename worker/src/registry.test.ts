import { expect, test } from 'vitest';
import { queueNames } from '@/lib/server/jobs';
import { jobs, singletons } from './registry';

test('every queue has one handler', () => {
  expect(jobs.map((job) => job.queue).sort()).toEqual([...queueNames].sort());
});

test('singletons are told apart by their names', () => {
  expect(new Set(singletons.map(({ name }) => name)).size).toBe(singletons.length);
});
