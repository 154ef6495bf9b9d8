import { periodOf, periodStart } from '@/lib/core/protocol/clock';
import { db } from '@/lib/server/db';
import { serverEnv } from '@/lib/server/env';
import { profile } from '@/lib/server/lifecycle';

/** Row that remembers when the intake was last looked at, over restarts of the worker. */
const ROW = 'intake-watch';
const PROBE_MS = 5000;
/** A pause in watching that is shorter says nothing about the portal. */
const SHORT_GAP_MS = 30_000;

/** What the watch keeps between two looks. */
export interface IntakeState {
  /** When the intake was first found down, or null while it is up. */
  downSince: Date | null;
  failures: number;
}

/** True if the portal answers at all: then it takes proofs. */
export async function isIntakeUp(): Promise<boolean> {
  try {
    const url = new URL('/api/health', serverEnv().portalOrigin);
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    await response.body?.cancel();
    return response.status < 500;
  } catch {
    return false; // refused, timed out: that is what is being asked
  }
}

/** The part of a span that lies in one period. */
interface Part {
  index: bigint;
  from: Date;
  to: Date;
}

function partsOf(from: Date, to: Date): Part[] {
  const { periodSeconds } = profile();
  const parts: Part[] = [];
  for (let at = from; at < to; ) {
    const index = periodOf(at.getTime() / 1000, periodSeconds);
    const next = new Date(periodStart(index + 1n, periodSeconds) * 1000);
    const until = next < to ? next : to;
    parts.push({ index, from: at, to: until });
    at = until;
  }
  return parts;
}

async function addPart({ index, from, to }: Part): Promise<void> {
  const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
  await db().$executeRaw`
    INSERT INTO "Period" ("index", "downSeconds") VALUES (${index}, ${seconds})
    ON CONFLICT ("index") DO UPDATE SET "downSeconds" = "Period"."downSeconds" + ${seconds}`;
}

/** Adds a span of downtime to the periods in which it lies. */
export async function addDowntime(from: Date, to: Date): Promise<void> {
  for (const part of partsOf(from, to)) await addPart(part);
}

/** True if something reached the portal in a span in which nobody watched it. */
async function wasHeardOf(from: Date, to: Date): Promise<boolean> {
  const span = { gte: from, lt: to };
  const counts = await Promise.all([
    db().postSubmission.count({ where: { receivedAt: span } }),
    db().porepSubmission.count({ where: { receivedAt: span } }),
    db().nodeProfile.count({ where: { lastSeenAt: span } }),
    db().session.count({ where: { createdAt: span } }),
  ]);
  return counts.some((count) => count > 0);
}

/**
 * Counts the time in which worker and portal were both away as downtime. Each period by itself: that
 * agents are back by now says nothing about the hours before.
 */
async function countGap(now: Date): Promise<void> {
  const last = await db().workerHeartbeat.findUnique({ where: { id: ROW } });
  if (!last || now.getTime() - last.beatAt.getTime() < SHORT_GAP_MS) return;
  for (const part of partsOf(last.beatAt, now)) {
    if (!(await wasHeardOf(part.from, part.to))) await addPart(part);
  }
}

/**
 * False while a pause of the watch is not accounted for, as after an outage: periods must not be
 * closed before their downtime is known. True where nobody has ever watched.
 */
export async function isIntakeAccounted(): Promise<boolean> {
  const last = await db().workerHeartbeat.findUnique({ where: { id: ROW } });
  return !last || Date.now() - last.beatAt.getTime() < SHORT_GAP_MS;
}

/**
 * Looks at the portal's proof intake once and keeps account of how long it was down in each
 * period. Two failures in a row make it down, from the first of them on.
 */
export async function watchIntake(state: IntakeState | null): Promise<IntakeState> {
  const now = new Date();
  if (state === null) await countGap(now);
  const isUp = await isIntakeUp();
  const after = new Date();
  const failures = isUp ? 0 : (state?.failures ?? 0) + 1;
  if (failures >= 2) await addDowntime(state?.downSince ?? now, after);
  await db().workerHeartbeat.upsert({
    where: { id: ROW },
    create: { id: ROW, beatAt: after, leads: [] },
    update: { beatAt: after },
  });
  // What is counted is counted: the next span begins here.
  const downSince = failures === 0 ? null : failures === 1 ? now : after;
  return { downSince, failures };
}
