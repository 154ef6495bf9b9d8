import { AppError } from '@/lib/core/errors';
import type { AdminPeriodDetailJson, AdminProofJson } from '@/lib/core/protocol/admin';
import { objectKeys } from '@/lib/core/protocol/object-keys';
import type { VerdictFileJson } from '@/lib/core/protocol/verdicts';
import { db } from '@/lib/server/db';
import { objectStore } from '@/lib/server/object-store';
import { isoOrNone } from '../paging';
import { periodJson } from './list-periods';
import { openProofs, slotsToProve } from './open-proofs';

const MOST_PROOFS = 500;
const MOST_MESSAGES = 200;

type Entry = VerdictFileJson['entries'][number];

/** Deal and node of each generation that the verdict file names only by its contract. */
async function holders(entries: readonly Entry[]) {
  const addresses = [...new Set(entries.map((entry) => entry.deal))];
  const slots = await db().slot.findMany({
    where: { deal: { address: { in: addresses } } },
    select: {
      dealId: true,
      index: true,
      generation: true,
      node: true,
      deal: { select: { address: true } },
    },
  });
  return new Map(slots.map((row) => [`${row.deal.address}/${row.index}/${row.generation}`, row]));
}

async function reasons(period: bigint): Promise<Map<string, string>> {
  const rows = await db().postVerdict.findMany({
    where: { period, status: 'REJECTED', reason: { not: null } },
    select: { digest: true, reason: true },
  });
  return new Map(rows.map((row) => [row.digest, row.reason as string]));
}

async function closedProofs(period: bigint): Promise<AdminProofJson[]> {
  const stored = await verdictsOf(period);
  if (!stored) return [];
  const [held, why] = await Promise.all([holders(stored.entries), reasons(period)]);
  return stored.entries.map(({ deal, slot, generation, due, digest, verdict }) => {
    const holder = held.get(`${deal}/${slot}/${generation}`);
    return {
      dealId: holder?.dealId,
      deal,
      slot,
      generation,
      node: holder?.node,
      due,
      state: verdict,
      digest: digest ?? undefined,
      reason: digest ? why.get(digest) : undefined,
    };
  });
}

/** Our own verdict file as it was written, or null: a period without slots has none. */
async function verdictsOf(period: bigint): Promise<VerdictFileJson | null> {
  try {
    const bytes = await objectStore().bytes(objectKeys.verdicts(period));
    return JSON.parse(new TextDecoder().decode(bytes)) as VerdictFileJson;
  } catch (error) {
    if (AppError.is(error, 'OBJECT_NOT_FOUND')) return null;
    throw error;
  }
}

const urgency = ['rejected', 'missing', 'waiting', 'received', 'accepted', 'not-due'];
const byUrgency = (a: AdminProofJson, b: AdminProofJson) =>
  urgency.indexOf(a.state) - urgency.indexOf(b.state);

async function messagesOf(period: bigint) {
  const where = { period };
  const [rows, messageCount] = await Promise.all([
    db().postSubmission.findMany({ where, orderBy: { receivedAt: 'desc' }, take: MOST_MESSAGES }),
    db().postSubmission.count({ where }),
  ]);
  const messages = rows.map(({ id, operator, digest, bytes, receivedAt, verifiedAt }) => ({
    id,
    operator,
    digest,
    bytes,
    receivedAt: receivedAt.toISOString(),
    verifiedAt: isoOrNone(verifiedAt),
  }));
  return { messages, messageCount };
}

/**
 * One period with the proof, or the lack of one, of every slot.
 * @throws AppError `PERIOD_NOT_FOUND`
 */
export async function getPeriod(period: bigint): Promise<AdminPeriodDetailJson> {
  const row = await db().period.findUnique({ where: { index: period } });
  if (!row) throw new AppError('PERIOD_NOT_FOUND', 'The portal has no such period.');
  const proofs =
    row.status === 'OPEN'
      ? await openProofs(period, await slotsToProve())
      : await closedProofs(period);
  return {
    ...periodJson(row),
    proofs: proofs.sort(byUrgency).slice(0, MOST_PROOFS),
    proofCount: proofs.length,
    ...(await messagesOf(period)),
  };
}
