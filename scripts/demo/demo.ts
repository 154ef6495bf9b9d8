import { AppError } from '@/lib/core/errors';
import { startNodes, stopHolders } from './nodes-down';
import {
  close,
  type DealRun,
  download,
  provePeriods,
  publishAndSeal,
  requestPlan,
  type StorageWish,
  sha256File,
  start,
} from './run-deal';
import type { DemoSummary } from './summary';

const PERIODS_TO_PROVE = 3;

/**
 * The whole life of one deal, by public interfaces only.
 *
 * @throws AppError with the code of whatever refused; the summary's `ok` says whether the bytes
 * came back equal and the deal is COMPLETED with its money accounted for
 */
export async function runDemo(
  run: DealRun,
  wish: StorageWish,
  nodesDown: number,
): Promise<DemoSummary> {
  const sha256In = await sha256File(wish.file);
  const { deal: requested, plan } = await requestPlan(run, wish);
  const { progress, wallet } = run;
  progress.say(`  ${plan.k} of ${plan.n} shards on ${plan.nodes.length} nodes`);
  if (nodesDown > plan.n - plan.k) {
    await run.portal.cancel(requested.dealId);
    throw new AppError(
      'TOO_MANY_NODES_DOWN',
      `This deal survives ${plan.n - plan.k} missing nodes, not ${nodesDown}.`,
    );
  }
  const before = await recordsOf(run, plan.nodes);
  const sealed = await publishAndSeal(run, requested.dealId, plan.planId);
  const paidIn = plan.cost.total;
  const active = await start(run, sealed, paidIn);
  const proved = await provePeriods(run, active, PERIODS_TO_PROVE);

  const down = await progress.stage('switch nodes off', () =>
    stopHolders(run, proved.deal, nodesDown),
  );
  const sha256Out = await download(run, proved.deal).finally(() => startNodes(run, down));

  const ended = await close(run, proved.deal);
  const onChain = await wallet.dealData(ended);
  const refund = await wallet.refunds(ended);
  const after = await recordsOf(run, plan.nodes);
  const isCompleted = ended.status === 'COMPLETED' && onChain.state === 2;
  const moneyAddsUp = refund + onChain.paid + onChain.contractBalance === paidIn;
  return {
    ok: isCompleted && moneyAddsUp && sha256In === sha256Out,
    deal: ended.address ?? '',
    finalState: isCompleted ? 'COMPLETED' : ended.status,
    fileBytes: ended.file.bytes,
    k: plan.k,
    n: plan.n,
    segments: plan.segments,
    sectors: ended.slotCount,
    sectorBytes: plan.sectorBytes,
    predictedUptime: {
      worstHour: plan.prediction.worstHour,
      worst: plan.prediction.worst,
      mean: plan.prediction.mean,
    },
    nodesDown: down.map((node) => node.operator),
    poreps: ended.poreps,
    posts: ended.posts,
    periodsProved: proved.periods,
    paidIn: String(paidIn),
    rewardsPaid: String(onChain.paid),
    sealRewardsPaid: String(ended.sealRewardsPaid),
    refund: String(refund),
    ratings: after.map((node, i) => ({
      node: node.operator,
      before: Number(before[i]?.rating ?? 0n),
      after: Number(node.rating),
      work: `${node.fulfilments - (before[i]?.fulfilments ?? 0n)} of ${node.commitments - (before[i]?.commitments ?? 0n)} commitments`,
    })),
    sha256In,
    sha256Out,
    seconds: progress.seconds,
  };
}

function recordsOf(run: DealRun, nodes: readonly { operator: `0x${string}` }[]) {
  return Promise.all(
    nodes.map(async ({ operator }) => ({ operator, ...(await run.wallet.record(operator)) })),
  );
}
