import { keccak256 } from 'viem';
import { readVerdicts, type VerdictEntry } from '@/lib/core/deals';
import { AppError } from '@/lib/core/errors';
import type { ChainSlot, DealLog, PostedRoot, PublicChain } from './chain';
import { owedUntil } from './disputed';
import { CannotVerify } from './errors';
import { faultsOfChange, faultsOfEntry, keyOf, keyOfEntry, nameOf } from './leaves';
import type { PublicPortal } from './portal';
import { faultOfProof } from './proofs';
import { Report } from './report';

/** Sources of what is public. */
export interface Sources {
  portal: Pick<PublicPortal, 'verdicts' | 'proof'>;
  chain: Pick<
    PublicChain,
    'network' | 'check' | 'currentPeriod' | 'roots' | 'rootOf' | 'seedOf' | 'dealLog' | 'slot'
  >;
}

async function postedRoots(chain: Sources['chain'], period: bigint) {
  const current = await chain.currentPeriod();
  if (period >= current) {
    throw new CannotVerify(`Period ${period} is not over: the chain is in period ${current}.`);
  }
  const roots = await chain.roots(period);
  const posted = roots.findLast((root) => root.period === period);
  const before = roots.findLast((root) => root.period < period);
  if (posted) return { posted, before, roots };
  const newest = roots.at(-1);
  const hint = newest ? ` The newest root before it is of period ${newest.period}.` : '';
  throw new CannotVerify(
    `No root was posted for period ${period}: it is void, had no slots, or is not closed yet.${hint}`,
  );
}

/** The file of a root, null with a finding if it is not what the chain says. */
async function fileOf({ portal }: Sources, posted: PostedRoot, report: Report) {
  const bytes = await portal.verdicts(posted.period);
  if (!bytes) {
    report.failed(`The portal does not publish the verdicts of period ${posted.period}.`);
    return null;
  }
  if (keccak256(bytes) !== posted.manifestHash) {
    report.failed(`keccak256 of the file is ${keccak256(bytes)}, on chain ${posted.manifestHash}.`);
    return null;
  }
  try {
    return readVerdicts(bytes);
  } catch (error) {
    if (!AppError.is(error, 'DEAL_BAD_VERDICT_FILE')) throw error;
    report.failed(error.message);
    return null;
  }
}

function checkComplete(
  entries: Map<string, VerdictEntry>,
  log: DealLog,
  period: bigint,
  report: Report,
) {
  const due = log.live.filter(({ deal, start }) => start < period && !log.ended.has(deal));
  const missing = due.filter(
    ({ deal, slot, generation }) => !entries.has(keyOf(deal, slot, generation)),
  );
  const known = new Set(
    log.live.map(({ deal, slot, generation }) => keyOf(deal, slot, generation)),
  );
  const unknown = [...entries.values()].filter((entry) => !known.has(keyOfEntry(entry)));
  report.all(`all ${due.length} generations that were live have an entry, and nobody else`, [
    ...missing.map((of) => `${of.deal} slot ${of.slot} generation ${of.generation} has no entry`),
    ...unknown.map((entry) => `${nameOf(entry)} never went live`),
  ]);
}

async function checkProofs(
  { portal, chain }: Sources,
  seed: `0x${string}`,
  period: bigint,
  entries: readonly (readonly [VerdictEntry, ChainSlot])[],
  report: Report,
) {
  const faults: string[] = [];
  let gone = 0;
  let judged = 0;
  for (const [entry, slot] of entries) {
    if (!entry.digest) continue;
    const { deal, slot: index, generation } = entry.leaf;
    const proof = await portal.proof(period, deal, index, generation);
    if (!proof) {
      gone++;
      continue;
    }
    judged++;
    const fault = faultOfProof(entry, proof, slot, seed, chain.network);
    if (fault) faults.push(fault);
  }
  report.all(`${judged} proofs verified again, with the same verdict`, faults);
  if (gone > 0) report.open(`${gone} proofs are not shown any more: only their digests are left`);
}

function checkMissing(
  entries: readonly VerdictEntry[],
  log: DealLog,
  period: bigint,
  report: Report,
) {
  const missing = entries.filter(({ verdict }) => verdict === 'missing');
  for (const entry of missing) {
    const digest = log.submitted.get(`${keyOfEntry(entry)}/${period}`);
    if (digest) {
      report.open(
        `${nameOf(entry)}: missing, but its node put ${digest} on chain in time: disputable`,
      );
    }
  }
  if (missing.length > 0) {
    report.open(`${missing.length} proofs are called missing: that is the verifier's word`);
  }
}

async function checkBefore(
  sources: Sources,
  { before, roots }: { before?: PostedRoot; roots: readonly PostedRoot[] },
  period: bigint,
  entries: readonly (readonly [VerdictEntry, ChainSlot])[],
  log: DealLog,
  report: Report,
) {
  if (!before) return report.open('there is no earlier root to compare with');
  const earlier = await fileOf(sources, before, report);
  if (!earlier) return;
  const owed = owedUntil(period, entries, log, roots, report);
  const old = new Map(earlier.file.entries.map((entry) => [keyOfEntry(entry), entry]));
  const faults = entries.flatMap(([entry, slot]) => {
    const was = old.get(keyOfEntry(entry));
    if (!was) return [];
    const most = owed.get(keyOfEntry(entry)) ?? 0n;
    return faultsOfChange(was, entry, slot, period - before.period, most);
  });
  report.all(`no figure fell or jumped since the root of period ${before.period}`, faults);
}

/**
 * Rebuilds the root of a period from what the portal and the chain show to everybody.
 *
 * @throws CannotVerify if there is nothing to verify or nobody answers
 */
export async function verifyLedger(sources: Sources, period: bigint): Promise<Report> {
  const { chain } = sources;
  await chain.check();
  const { posted, before, roots } = await postedRoots(chain, period);
  const report = new Report();
  report.ok(`root ${posted.root} was posted in block ${posted.block}`);
  const stored = await chain.rootOf(period);
  if (stored !== posted.root) report.failed(`the ledger stores ${stored} for this period`);

  const published = await fileOf(sources, posted, report);
  if (!published) return report;
  report.ok(`keccak256 of the portal's file is the manifest hash on chain`);
  const { file, tree } = published;
  if (tree.root === posted.root) {
    report.ok(`the tree over its ${file.entries.length} leaves has the root on chain`);
  } else report.failed(`the tree over its leaves has the root ${tree.root}`);
  if (file.chainId !== chain.network.chainId || file.period !== period) {
    report.failed(`the file says that it is of chain ${file.chainId}, period ${file.period}`);
  }
  const seed = await chain.seedOf(period);
  if (seed === file.seed) report.ok(`its seed is the beacon's: ${seed}`);
  else report.failed(`its seed is ${file.seed}, the beacon's ${seed ?? 'is missing'}`);

  const log = await chain.dealLog(posted.block);
  const entries = new Map(file.entries.map((entry) => [keyOfEntry(entry), entry]));
  checkComplete(entries, log, period, report);
  const known = file.entries.filter((entry) =>
    log.live.some((of) => keyOf(of.deal, of.slot, of.generation) === keyOfEntry(entry)),
  );
  const slots: (readonly [VerdictEntry, ChainSlot])[] = [];
  for (const entry of known) {
    const { deal, slot, generation } = entry.leaf;
    slots.push([entry, await chain.slot(deal, slot, generation)]);
  }
  report.all(
    'every leaf is within what schedule and time allow',
    slots.flatMap(([entry, slot]) => faultsOfEntry(entry, slot, period)),
  );
  await checkBefore(sources, { before, roots }, period, slots, log, report);
  if (seed) await checkProofs(sources, seed, period, slots, report);
  checkMissing(file.entries, log, period, report);
  return report;
}
