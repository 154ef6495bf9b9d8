import { randomBytes } from 'node:crypto';
import { zeroAddress } from 'viem';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { declaredHours, longestGap } from '@/lib/core/nodes';
import {
  type Address,
  formatSignupCode,
  SIGNUP_ALPHABET,
  SIGNUP_CODE_LENGTH,
  type SignupCreated,
  type SignupSettings,
  signupCodeHash,
  signupSettings,
} from '@/lib/core/protocol';
import { agentBundleInfo } from '@/lib/server/agent-bundle';
import { db, type Prisma } from '@/lib/server/db';
import { commandsFor } from './commands';

const TTL_MS = 3600 * 1000;
/** Codes of one wallet that wait to be redeemed. */
const MAX_WAITING = 20;
/** The registry pays no proof for more than the longest gap and a day. */
const SPAN_SLACK = 24;
/** ID addresses of Filecoin actors in 0x form, which contracts cannot tell apart from keys. */
const MASKED = /^0xff0{22}/;

/** 16 digits of 5 bits each, every one equally likely. */
function newCode(): string {
  const bytes = randomBytes(SIGNUP_CODE_LENGTH);
  return [...bytes].map((byte) => SIGNUP_ALPHABET[byte & 31]).join('');
}

function assertPayout(payout: Address): void {
  if (payout !== zeroAddress && !MASKED.test(payout)) return;
  throw new AppError('SIGNUP_PAYOUT_INVALID', 'Earnings cannot be paid to this address.', {
    details: { payout },
  });
}

/** What the registry or the planner would refuse later is refused here, while it can be changed. */
function assertOffer(settings: SignupSettings, now: Date): void {
  assertPayout(settings.payout);
  const hours = declaredHours(settings.windows, settings.timeZone, now.toISOString());
  if (hours === 0n) {
    throw new AppError('NODE_HOURS_EMPTY', 'Promise at least one whole hour of the week.');
  }
  const gap = longestGap(hours);
  const { maxSpan } = settings.parameters;
  if (maxSpan > gap && maxSpan <= gap + SPAN_SLACK) return;
  throw new AppError(
    'SIGNUP_SPAN_OUT_OF_RANGE',
    `With these hours the span must be from ${gap + 1} to ${gap + SPAN_SLACK}.`,
    { details: { min: gap + 1, max: gap + SPAN_SLACK, actual: maxSpan } },
  );
}

async function assertFewWaiting(owner: Address, now: Date): Promise<void> {
  const waiting = await db().signupCode.count({
    where: { createdBy: owner, redeemedAt: null, expiresAt: { gt: now } },
  });
  if (waiting < MAX_WAITING) return;
  throw new AppError('SIGNUP_TOO_MANY', 'Too many codes of this wallet wait to be used.', {
    details: { max: MAX_WAITING },
  });
}

/**
 * Keeps an offer under a one-time code that is good for an hour. The code is in the answer only; the
 * database has its hash.
 * @throws AppError `NODE_*`, `SIGNUP_PAYOUT_INVALID`, `SIGNUP_SPAN_OUT_OF_RANGE`, `SIGNUP_TOO_MANY`, `AGENT_BUNDLE_MISSING`
 */
export async function createSignup(
  owner: Address,
  settings: SignupSettings,
  now = new Date(),
): Promise<SignupCreated> {
  assertOffer(settings, now);
  await assertFewWaiting(owner, now);
  const bundle = await agentBundleInfo();
  const code = newCode();
  const id = signupCodeHash(code);
  const expiresAt = new Date(now.getTime() + TTL_MS);
  const payload = z.encode(signupSettings, settings) as Prisma.InputJsonObject;
  await db().signupCode.create({
    data: { codeHash: id, createdBy: owner, payload, createdAt: now, expiresAt },
  });
  const shown = formatSignupCode(code);
  return {
    id,
    code: shown,
    expiresAt: expiresAt.toISOString(),
    commands: commandsFor(shown, bundle),
    bundle,
  };
}
