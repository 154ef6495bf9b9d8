import { createHash, randomBytes } from 'node:crypto';
import type { Address } from '@/lib/core/protocol/primitives';
import { db } from '@/lib/server/db';

type SessionKind = 'CLIENT' | 'AGENT';

const TOKEN_BYTES = 32;

/** What the database keeps of a token: a leaked row opens nothing. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** A new opaque token; only its hash is stored. */
export async function issueToken(kind: SessionKind, address: Address, seconds: number) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const expiresAt = new Date(Date.now() + seconds * 1000);
  await db().session.create({ data: { tokenHash: hashOf(token), kind, address, expiresAt } });
  return { token, expiresAt };
}

/** Whose token it is, or null when unknown, expired or revoked. */
export async function readToken(kind: SessionKind, token: string) {
  const row = await db().session.findUnique({ where: { tokenHash: hashOf(token) } });
  if (!row || row.kind !== kind || row.revokedAt || row.expiresAt <= new Date()) return null;
  return { address: row.address as Address, expiresAt: row.expiresAt };
}

/** Ends a session; an unknown token is no error. */
export async function revokeToken(token: string): Promise<void> {
  await db().session.updateMany({
    where: { tokenHash: hashOf(token), revokedAt: null },
    data: { revokedAt: new Date() },
  });
}
