import { expect, it } from 'vitest';
import type { AdminOverview } from '@/lib/core/protocol/admin';
import { healthItems } from './health';

const healthy: AdminOverview = {
  at: '2026-11-21T06:00:00.000Z',
  chain: {
    head: 12n,
    finalised: 10n,
    processed: 10n,
    lag: 0,
    period: 5n,
    periodSeconds: 60,
    simulatedClock: true,
  },
  jobs: { waiting: 0, running: 1, retrying: 0, dead: 0 },
  periods: { lastClosed: 4n, overdue: 0, void: 0 },
  transactions: { pending: 0, failedToday: 0 },
  objectStore: { ok: true, detail: 'writable' },
  workers: { count: 1, leads: ['chain-follower'] },
  proofs: { due: 4, received: 2, late: 0, dayDue: 9, dayAccepted: 9, dayRejected: 0 },
  deals: [],
  nodes: { registered: 4, online: 3, accepting: 4 },
};
const level = (changes: Partial<AdminOverview>, id: string) =>
  healthItems({ ...healthy, ...changes }).find((item) => item.id === id)?.level;

it('is all good when everything is', () => {
  expect(healthItems(healthy).filter((item) => item.level !== 'good')).toEqual([]);
});

it.each([
  ['a silent chain', 'chain', { chain: { ...healthy.chain, problem: 'x' } }, 'bad'],
  ['a follower that is behind', 'chain', { chain: { ...healthy.chain, lag: 11 } }, 'warn'],
  ['one dead letter', 'jobs', { jobs: { ...healthy.jobs, dead: 1 } }, 'bad'],
  ['a job that is tried again', 'jobs', { jobs: { ...healthy.jobs, retrying: 1 } }, 'warn'],
  ['a void period', 'periods', { periods: { overdue: 0, void: 1 } }, 'warn'],
  ['periods that nobody closes', 'periods', { periods: { overdue: 4, void: 0 } }, 'bad'],
  [
    'a stuck transaction',
    'transactions',
    { transactions: { pending: 1, oldestSeconds: 901, failedToday: 0 } },
    'bad',
  ],
  ['a store that takes nothing', 'store', { objectStore: { ok: false, detail: 'full' } }, 'bad'],
  ['a late proof', 'proofs', { proofs: { ...healthy.proofs, late: 1 } }, 'warn'],
  ['no worker', 'workers', { workers: { count: 0, leads: [] } }, 'bad'],
  [
    'nodes that are mostly off',
    'nodes',
    { nodes: { registered: 9, online: 2, accepting: 9 } },
    'warn',
  ],
] as const)('shows %s', (_what, id, changes, expected) => {
  expect(level(changes as Partial<AdminOverview>, id)).toBe(expected);
});

it('leads to the dead letters when there are any', () => {
  const jobs = { ...healthy.jobs, dead: 2 };
  const item = healthItems({ ...healthy, jobs }).find(({ id }) => id === 'jobs');
  expect(item).toMatchObject({ detail: '2 dead letters', href: '/admin/jobs?state=dead' });
});
