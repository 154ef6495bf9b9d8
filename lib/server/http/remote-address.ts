/**
 * The caller's network address as the last proxy (or Next's own server) saw it. Good for limits, not
 * for trust: without a proxy in front a caller can write this header itself.
 */
export function remoteAddress(request: Request): string {
  const forwarded = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return forwarded || 'unknown';
}
