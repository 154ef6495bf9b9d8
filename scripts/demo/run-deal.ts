import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { AppError } from '@/lib/core/errors';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { FleetClient } from './fleet-client';
import type { PortalClient } from './portal-client';
import type { Progress } from './progress';
import { uploadFile } from './upload';
import { waitUntil } from './wait';
import type { ClientWallet } from './wallet';

/** Everything that a run of the client needs. */
export interface DealRun {
  portal: PortalClient;
  wallet: ClientWallet;
  fleet: FleetClient;
  progress: Progress;
  periodSeconds: number;
}

/** Wishes of the client. */
export interface StorageWish {
  file: string;
  durationPeriods: number;
  tier: 'instant' | 'half-day' | 'day';
  dataShards?: number;
  totalShards?: number;
}

/** SHA-256 of a file in hex. */
export async function sha256File(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

/** Watches a deal until `done`; a deal that failed or was cancelled ends the wait. */
export function waitForDeal(
  run: DealRun,
  id: string,
  what: string,
  done: (deal: DealSnapshot) => boolean,
  timeoutSeconds: number,
  inWords: (deal: DealSnapshot) => string = (deal) => deal.status.toLowerCase(),
): Promise<DealSnapshot> {
  const isOver = (deal: DealSnapshot) => {
    if (done(deal)) return true;
    if (deal.status === 'FAILED' || deal.status === 'CANCELLED') {
      const reason = deal.failure?.message ?? 'no reason given';
      throw new AppError(deal.failure?.code ?? 'DEAL_ENDED', `${deal.status}: ${reason}`);
    }
    return false;
  };
  return waitUntil(() => run.portal.deal(id), isOver, {
    what,
    timeoutSeconds,
    onLook: (deal) => run.progress.say(`  ${inWords(deal)}`),
  });
}

/** Uploads the file and waits for the plan. */
export async function requestPlan(run: DealRun, wish: StorageWish) {
  const { portal, progress } = run;
  const uploadId = await progress.stage('upload', () =>
    uploadFile(portal, wish.file, (sent, total) =>
      progress.say(`  ${Math.floor((sent * 10) / total) * 10} % sent`),
    ),
  );
  return progress.stage('encode and plan', async () => {
    const { file: _file, ...wishes } = wish;
    const { dealId } = await portal.requestStorage({ uploadId, ...wishes });
    const deal = await waitForDeal(run, dealId, 'the plan', (d) => d.status === 'REVIEW', 600);
    return { deal, plan: await portal.plan(deal.dealId) };
  });
}

/** Confirms the plan, waits for publication and for an accepted PoRep of every slot. */
export async function publishAndSeal(run: DealRun, dealId: string, planId: string) {
  await run.progress.stage('publish', async () => {
    await run.portal.confirm(dealId, planId);
    await waitForDeal(run, dealId, 'publication', (d) => d.status === 'PENDING', 180);
  });
  return run.progress.stage('fetch, seal and prove', () =>
    waitForDeal(
      run,
      dealId,
      'all PoReps',
      (d) => d.slotCount > 0 && d.provedSlots === d.slotCount,
      1500,
      (d) => `${d.provedSlots} of ${d.slotCount} sectors proved`,
    ),
  );
}

/** Pays and waits until the portal has seen it. */
export function start(run: DealRun, deal: DealSnapshot, value: bigint) {
  return run.progress.stage('start', async () => {
    await run.wallet.startDeal(deal, value);
    return waitForDeal(run, deal.dealId, 'ACTIVE', (d) => d.status === 'ACTIVE', 120);
  });
}

/** Waits until accepted PoSts were recorded in at least `periods` different periods. */
export function provePeriods(run: DealRun, deal: DealSnapshot, periods: number) {
  const proved = new Set<bigint>();
  return run.progress.stage('prove', async () => {
    const latest = await waitForDeal(
      run,
      deal.dealId,
      `${periods} proved periods`,
      (d) => {
        for (const slot of d.slots) if (slot.lastAccepted > 0n) proved.add(slot.lastAccepted);
        return proved.size >= periods;
      },
      run.periodSeconds * (periods + 30),
      (d) => `${proved.size} of ${periods} periods, ${d.posts.accepted} PoSts accepted`,
    );
    return { deal: latest, periods: proved.size };
  });
}

/** Asks for the file and gives the SHA-256 of what comes back. */
export function download(run: DealRun, deal: DealSnapshot) {
  return run.progress.stage('retrieve', async () => {
    const { retrievalId } = await run.portal.retrieve(deal.dealId);
    await waitUntil(
      () => run.portal.retrieval(retrievalId),
      (r) => {
        if (r.status === 'FAILED') {
          throw new AppError(r.failure?.code ?? 'RETRIEVAL_FAILED', r.failure?.message ?? 'failed');
        }
        return r.status === 'READY';
      },
      {
        what: 'the retrieval',
        timeoutSeconds: 900,
        onLook: (r) => {
          const good = r.shards.filter((shard) => shard.status === 'GOOD').length;
          run.progress.say(`  ${r.status.toLowerCase()}, ${good} good shards`);
        },
      },
    );
    const hash = createHash('sha256');
    const response = await run.portal.content(retrievalId);
    for await (const chunk of response.body ?? []) hash.update(chunk);
    return hash.digest('hex');
  });
}

/** Closes the deal and waits for the last settlement. */
export function close(run: DealRun, deal: DealSnapshot) {
  return run.progress.stage('close and settle', async () => {
    await run.wallet.closeDeal(deal);
    return waitForDeal(
      run,
      deal.dealId,
      'COMPLETED',
      (d) => d.status === 'COMPLETED',
      run.periodSeconds * 60,
    );
  });
}
