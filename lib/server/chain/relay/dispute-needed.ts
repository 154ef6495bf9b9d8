import { proofLedgerAbi, type RelayCall } from '@/lib/core/chain';
import { AppError } from '@/lib/core/errors';
import { periodOf } from '@/lib/core/protocol/clock';
import type { Address } from '@/lib/core/protocol/primitives';
import type { Tx } from '@/lib/server/db';
import type { ChainContext } from '../context';

const NO_ROOT = /^0x0*$/;

/** What the ledger has to say about a period. */
async function ledgerOn({ client, deployment, profile }: ChainContext, period: bigint) {
  const ledger = { address: deployment.contracts.ledger, abi: proofLedgerAbi };
  const [root, last, { timestamp }] = await Promise.all([
    client.readContract({ ...ledger, functionName: 'rootOf', args: [period] }),
    client.readContract({ ...ledger, functionName: 'lastPeriod' }),
    client.getBlock(),
  ]);
  const hasRoot = !NO_ROOT.test(root);
  const now = periodOf(Number(timestamp), profile.periodSeconds);
  const mayCome = !hasRoot && last < period && now <= period + BigInt(profile.rootDelayPeriods);
  return { root: hasRoot ? root.toLowerCase() : null, mayCome };
}

/** True if the leaf of that slot under this root says that a proof of the period was accepted. */
async function isAccepted(
  tx: Tx,
  root: string,
  { to, slot, dispute }: { to: Address } & Required<Pick<RelayCall, 'slot' | 'dispute'>>,
): Promise<boolean> {
  const { period } = dispute;
  const row = await tx.period.findUnique({ where: { index: period }, select: { root: true } });
  if (row?.root?.toLowerCase() !== root) return false;
  const deal = await tx.deal.findUnique({ where: { address: to }, select: { id: true } });
  if (!deal) return false;
  const place = { slot: slot.slot, generation: slot.generation };
  const accepted = await tx.postVerdict.findFirst({
    where: { dealId: deal.id, ...place, period, status: 'ACCEPTED' },
    select: { submissionId: true },
  });
  return accepted !== null;
}

/**
 * Refuses to pay for opening a dispute that could only be dismissed: the proof is in the ledger, or
 * the root that is to tell may still come. Other calls pass. What the contract allows, a node can
 * send itself.
 *
 * @throws AppError `RELAY_DISPUTE_NEEDLESS` with `details.reason` `accepted` or `root-may-come`
 */
export async function assertDisputeNeeded(
  tx: Tx,
  context: ChainContext,
  to: Address,
  { slot, dispute }: RelayCall,
): Promise<void> {
  if (!slot || dispute?.step !== 'opening') return;
  const { period } = dispute;
  const refuse = (reason: 'accepted' | 'root-may-come', why: string) =>
    new AppError('RELAY_DISPUTE_NEEDLESS', `${why} The portal pays for no dispute about it.`, {
      details: { reason, period: `${period}` },
    });
  const { root, mayCome } = await ledgerOn(context, period);
  if (mayCome) throw refuse('root-may-come', `The verdicts of period ${period} may still come.`);
  if (root && (await isAccepted(tx, root, { to, slot, dispute }))) {
    throw refuse('accepted', `The ledger has accepted this slot’s proof of period ${period}.`);
  }
}
