import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  close,
  download,
  provePeriods,
  publishAndSeal,
  requestPlan,
  sha256File,
  start,
} from '@/scripts/demo/run-deal';
import { waitUntil } from '@/scripts/demo/wait';
import { holdTable } from './support/hold-table';
import { JobKills } from './support/job-kills';
import { LifePlatform } from './support/life-platform';
import { expectExactPayment } from './support/payment';

const WISH = { durationPeriods: 40, tier: 'day' as const, dataShards: 2, totalShards: 4 };
const FILE_BYTES = 3500;

describe('a worker that is killed', () => {
  let life: LifePlatform;

  beforeAll(async () => {
    life = await LifePlatform.start();
  });
  afterAll(() => life.stop());

  it('survives kill -9 of the worker in every job and pays nobody twice', async () => {
    const { platform } = life;
    const queues = [
      'encode',
      'plan',
      'publish',
      'verify-porep',
      'verify-post',
      'close-period',
      'settle',
      'repair',
      'retrieve',
      'notify',
      'end-deal',
      'gc',
    ];
    const kills = await JobKills.watch(
      life.urls.database,
      queues,
      () => platform.kill('worker', 'SIGKILL'),
      () => platform.restart('worker'),
    );
    const run = await life.client(0);
    const file = await life.file('kills.bin', FILE_BYTES);
    const { deal, plan } = await requestPlan(run, { ...WISH, file });
    // One of the chosen computers never comes, so that its slot has to be repaired.
    const gone = plan.nodes.find((node) => node.slots.includes(0))?.operator;
    const absent = (await run.fleet.nodes()).find((node) => node.operator === gone);
    await run.fleet.command(absent?.index ?? -1, 'stop');
    const sealed = await publishAndSeal(run, deal.dealId, plan.planId);
    expect(sealed.slots.some(({ slot, generation }) => slot === 0 && generation > 0)).toBe(true);
    const active = await start(run, sealed, plan.cost.total);
    const proved = await provePeriods(run, active, 3);
    expect(await download(run, proved.deal)).toBe(await sha256File(file));
    const ended = await close(run, proved.deal);
    await run.fleet.command(absent?.index ?? -1, 'start');
    await holdTable(life.urls.database, 'Upload', async () => {
      // Each worker begins with a collection, which now cannot end.
      if (kills.outstanding.includes('gc')) await platform.restart('worker');
      const isKilled = async () => !kills.outstanding.includes('gc');
      await waitUntil(isKilled, Boolean, { what: 'the kill in gc', timeoutSeconds: 60 });
    });
    await kills.stop();

    expect(kills.outstanding).toEqual([]);
    await expectExactPayment(run, ended, plan.cost.total);
  });
});
