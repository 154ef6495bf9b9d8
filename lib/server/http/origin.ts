import { AppError } from '@/lib/core/errors';
import { serverEnv } from '@/lib/server/env';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True if a page of `origin` is this portal; on a local start every loopback name is. */
export function isPortalOrigin(origin: string): boolean {
  const portal = new URL(serverEnv().portalOrigin);
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  if (asked.origin === portal.origin) return true;
  return (
    LOOPBACK.has(portal.hostname) &&
    LOOPBACK.has(asked.hostname) &&
    asked.port === portal.port &&
    asked.protocol === portal.protocol
  );
}

/**
 * Keeps other sites from using a visitor's cookie. Browsers state the origin of every request that
 * is not a plain GET; programs without a browser send none and carry no foreign cookie.
 * @throws AppError `ORIGIN_REFUSED`
 */
export function assertSameOrigin(request: Request): void {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const isForeign =
    origin === null
      ? site !== null && site !== 'same-origin' && site !== 'none'
      : !isPortalOrigin(origin);
  if (isForeign) {
    throw new AppError('ORIGIN_REFUSED', 'This request comes from another site.', {
      details: { origin: origin ?? site ?? '' },
    });
  }
}
