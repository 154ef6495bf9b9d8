import { isIPv4, isIPv6 } from 'node:net';

/** Addresses that say nothing about where a computer is. */
const PRIVATE_V4 =
  /^(10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const PRIVATE_V6 = /^(::1$|::$|f[cd]|fe[89ab])/;

/** The eight groups of an IPv6 address written out. */
function groups(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after];
}

/**
 * The network that a public address belongs to (/24 or /48), so that shards of one file do not share
 * a line. Null for private, local and unknown addresses.
 */
export function subnetOf(address: string): string | null {
  const plain = address.replace(/^::ffff:/i, '').toLowerCase();
  if (isIPv4(plain)) {
    return PRIVATE_V4.test(plain) ? null : `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  }
  if (!isIPv6(plain) || PRIVATE_V6.test(plain)) return null;
  const prefix = groups(plain).slice(0, 3);
  return `${prefix.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}
