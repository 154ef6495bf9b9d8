import type { AdminOverview } from '@/lib/core/protocol/admin';
import { formatDuration } from '../format';

export type Level = 'good' | 'warn' | 'bad';

/** One figure of the health strip. */
export interface HealthItem {
  id: string;
  label: string;
  value: string;
  detail: string;
  level: Level;
  /** List that shows what is behind it. */
  href?: string;
}

const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;
const worst = (...checks: [boolean, Level][]): Level => {
  const found = checks.filter(([is]) => is).map(([, level]) => level);
  return found.includes('bad') ? 'bad' : found.includes('warn') ? 'warn' : 'good';
};

function chain({ chain: c }: AdminOverview): HealthItem {
  const { lag, head, processed, problem } = c;
  return {
    id: 'chain',
    label: 'Chain lag',
    value: problem ? 'No answer' : lag === undefined ? 'Unknown' : plural(lag, 'block'),
    detail: problem ?? `at ${processed ?? '–'} of ${head ?? '–'}`,
    level: worst(
      [problem !== undefined || lag === undefined, 'bad'],
      [(lag ?? 0) > 100, 'bad'],
      [(lag ?? 0) > 10, 'warn'],
    ),
  };
}

function queue({ jobs }: AdminOverview): HealthItem {
  const { waiting, running, retrying, dead } = jobs;
  return {
    id: 'jobs',
    label: 'Queue depth',
    value: plural(waiting + running + retrying, 'job'),
    detail: dead > 0 ? plural(dead, 'dead letter') : `${running} running`,
    level: worst([dead > 0, 'bad'], [retrying > 0 || waiting > 100, 'warn']),
    href: dead > 0 ? '/admin/jobs?state=dead' : '/admin/jobs',
  };
}

function periods({ periods: p }: AdminOverview): HealthItem {
  const details = [
    p.overdue > 0 ? `${p.overdue} overdue` : 'none overdue',
    p.void > 0 ? `${p.void} void of 24` : '',
  ];
  return {
    id: 'periods',
    label: 'Last closed',
    value: p.lastClosed === undefined ? 'None yet' : `${p.lastClosed}`,
    detail: details.filter(Boolean).join(', '),
    // One may be closing this very moment.
    level: worst([p.overdue > 3, 'bad'], [p.overdue > 1 || p.void > 0, 'warn']),
    href: '/admin/periods',
  };
}

const OLD_SECONDS = 120;
const STUCK_SECONDS = 900;

function transactions({ transactions: t }: AdminOverview): HealthItem {
  const { pending, oldestSeconds = 0, failedToday } = t;
  const age = pending > 0 ? `oldest ${formatDuration(oldestSeconds)}` : 'none waiting';
  return {
    id: 'transactions',
    label: 'Transactions',
    value: `${pending} pending`,
    detail: failedToday > 0 ? `${age}, ${failedToday} failed today` : age,
    level: worst(
      [pending > 0 && oldestSeconds > STUCK_SECONDS, 'bad'],
      [(pending > 0 && oldestSeconds > OLD_SECONDS) || failedToday > 0, 'warn'],
    ),
    href: '/admin/transactions?status=pending',
  };
}

function store({ objectStore }: AdminOverview): HealthItem {
  return {
    id: 'store',
    label: 'Object store',
    value: objectStore.ok ? 'Writable' : 'Not usable',
    detail: objectStore.ok ? 'asked just now' : objectStore.detail,
    level: objectStore.ok ? 'good' : 'bad',
  };
}

function proofs({ proofs: p }: AdminOverview): HealthItem {
  return {
    id: 'proofs',
    label: 'Proofs due',
    value: p.due === 0 && p.late === 0 ? 'None due' : `${p.received} of ${p.due} here`,
    detail: p.late > 0 ? `${p.late} late` : 'none late',
    level: p.late > 0 ? 'warn' : 'good',
    href: '/admin/periods?status=OPEN',
  };
}

function workers({ workers: w }: AdminOverview): HealthItem {
  return {
    id: 'workers',
    label: 'Workers',
    value: w.count === 0 ? 'None' : `${w.count} at work`,
    detail: `${plural(w.leads.length, 'singleton')} led`,
    level: w.count === 0 ? 'bad' : 'good',
  };
}

function nodes({ nodes: n }: AdminOverview): HealthItem {
  const share = n.registered === 0 ? 1 : n.online / n.registered;
  return {
    id: 'nodes',
    label: 'Nodes online',
    value: `${n.online} of ${n.registered}`,
    detail: `${n.accepting} take sectors`,
    level: share < 0.25 ? 'warn' : 'good',
    href: '/admin/nodes?state=online',
  };
}

/** The health strip, in the order in which things usually break. */
export function healthItems(overview: AdminOverview): HealthItem[] {
  return [chain, queue, periods, transactions, store, proofs, workers, nodes].map((item) =>
    item(overview),
  );
}
