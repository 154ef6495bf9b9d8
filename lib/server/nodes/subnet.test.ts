import { expect, it } from 'vitest';
import { subnetOf } from './subnet';

it.each([
  ['203.0.113.9', '203.0.113.0/24'],
  ['::ffff:203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:12:34::1', '2001:db8:12::/48'],
  ['2001:0DB8:0012::', '2001:db8:12::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
])('%s belongs to %s', (address, subnet) => {
  expect(subnetOf(address)).toBe(subnet);
});

it.each([
  '127.0.0.1',
  '::ffff:127.0.0.1',
  '10.1.2.3',
  '172.20.0.1',
  '192.168.1.4',
  '100.64.0.1',
  '169.254.0.1',
  '::1',
  'fe80::1',
  'fd00::1',
  'unknown',
  '',
])('%s says nothing', (address) => {
  expect(subnetOf(address)).toBeNull();
});

it('keeps public neighbours of private ranges', () => {
  expect(subnetOf('172.32.0.1')).toBe('172.32.0.0/24');
  expect(subnetOf('100.128.0.1')).toBe('100.128.0.0/24');
});
