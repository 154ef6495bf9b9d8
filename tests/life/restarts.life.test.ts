import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { close, provePeriods, publishAndSeal, sha256File, start } from '@/scripts/demo/run-deal';
import { waitUntil } from '@/scripts/demo/wait';
import { uploadInHalves } from './support/half-upload';
import { killWhileSealing } from './support/kill-while-sealing';
import { LifePlatform } from './support/life-platform';
import { expectExactPayment } from './support/payment';
import { expectGone } from './support/processes';
import { dropPublication } from './support/reorganise';

const WISH = { durationPeriods: 40, tier: 'day' as const, dataShards: 2, totalShards: 4 };
const FILE_BYTES = 3500;

describe('restarts, a reorganised chain and a killed agent', () => {
  let life: LifePlatform;

  beforeAll(async () => {
    life = await LifePlatform.start();
  });
  afterAll(() => life.stop());

  it('a deal goes on through all of them', async () => {
    const { platform } = life;
    const run = await life.client(1);
    const file = await life.file('restarts.bin', FILE_BYTES);
    const uploadId = await uploadInHalves(run.portal, file, () => platform.restart('portal'));

    const { dealId } = await run.portal.requestStorage({ uploadId, ...WISH });
    await waitUntil(
      () => run.portal.deal(dealId),
      (deal) => deal.status === 'REVIEW',
      { what: 'the plan', timeoutSeconds: 120 },
    );
    const plan = await run.portal.plan(dealId);
    const holder = plan.nodes.find((node) => node.slots.includes(0));
    const victim = (await run.fleet.nodes()).find((node) => node.operator === holder?.operator);
    if (!victim) throw new Error('The holder of slot 0 is not in the fleet.');
    const killed = killWhileSealing(victim);

    const [sealed] = await Promise.all([
      publishAndSeal(run, dealId, plan.planId),
      dropPublication(run, plan.planId),
    ]);
    expect(await killed).toMatch(/./);
    expect(sealed.slots.every((slot) => slot.generation === 0)).toBe(true);

    const active = await start(run, sealed, plan.cost.total);
    const proved = await provePeriods(run, active, 1);
    const { retrievalId } = await run.portal.retrieve(dealId);
    await platform.restart('portal');
    await waitUntil(
      () => run.portal.retrieval(retrievalId),
      (retrieval) => retrieval.status === 'READY' || retrieval.status === 'FAILED',
      { what: 'the retrieval', timeoutSeconds: 300 },
    );
    const content = await run.portal.content(retrievalId);
    const sha256 = createHash('sha256').update(new Uint8Array(await content.arrayBuffer()));
    expect(sha256.digest('hex')).toBe(await sha256File(file));

    // the whole platform starts over old data; the deal is still there and goes on to its end
    await life.startAgain();
    const later = await life.client(1);
    const ended = await close(later, await later.portal.deal(proved.deal.dealId));
    await expectExactPayment(later, ended, plan.cost.total);
  });

  it('stopping leaves no process behind, agents included', async () => {
    const { fleet } = await life.client(1);
    const agents = (await fleet.nodes()).flatMap((node) => node.pid ?? []);
    expect(agents).toHaveLength(6);
    const parts = Object.values(life.platform.pids()) as number[];
    await life.platform.stop();
    await expectGone([...parts, ...agents]);
  });
});
