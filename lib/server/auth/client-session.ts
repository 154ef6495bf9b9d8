import { AppError } from '@/lib/core/errors';
import type { Address } from '@/lib/core/protocol/primitives';
import { serverEnv } from '@/lib/server/env';
import { issueToken, readToken, revokeToken } from './tokens';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'msp_session';
const SESSION_SECONDS = 7 * 24 * 3600;

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
  return found ? found.slice(SESSION_COOKIE.length + 1) : null;
}

function cookieHeader(value: string, maxAge: number): string {
  const secure = serverEnv().portalOrigin.startsWith('https:') ? '; Secure' : '';
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

/** Opens a session; the header goes into the answer. */
export async function openClientSession(address: Address) {
  const { token, expiresAt } = await issueToken('CLIENT', address, SESSION_SECONDS);
  return { expiresAt, setCookie: cookieHeader(token, SESSION_SECONDS) };
}

/** Ends the request's session, if any; the header removes the cookie. */
export async function closeClientSession(request: Request): Promise<string> {
  const token = cookieOf(request);
  if (token) await revokeToken(token);
  return cookieHeader('', 0);
}

/** Whose session the request carries, or null. */
export async function readClientSession(request: Request) {
  const token = cookieOf(request);
  return token ? readToken('CLIENT', token) : null;
}

/** @throws AppError `UNAUTHENTICATED` */
export async function requireClient(request: Request): Promise<Address> {
  const session = await readClientSession(request);
  if (!session) throw new AppError('UNAUTHENTICATED', 'Sign in with your wallet first.');
  return session.address;
}

/** True for a wallet on the admin allow-list. */
export function isAdmin(address: Address): boolean {
  return serverEnv().adminAddresses.includes(address);
}

/** @throws AppError `UNAUTHENTICATED`, `FORBIDDEN` */
export async function requireAdmin(request: Request): Promise<Address> {
  const address = await requireClient(request);
  if (!isAdmin(address)) throw new AppError('FORBIDDEN', 'Only administrators may do this.');
  return address;
}
