import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bytesOfText,
  decimalText,
  GIB,
  MIB,
  parseDecimal,
  rateOfText,
  textOfBytes,
  textOfRate,
} from './units';

it('reads decimals exactly, with either separator', () => {
  expect(parseDecimal('0.1', 18)).toBe(10n ** 17n);
  expect(parseDecimal(' 1,5 ', 1)).toBe(15n);
  for (const text of ['', '.', '-1', '1e3', '1.23', '0x1', 'NaN']) {
    expect(parseDecimal(text, 1)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1n << 100n }), fc.nat(18), (value, digits) => {
      expect(parseDecimal(decimalText(value, digits), digits)).toBe(value);
    }),
  );
});

it('shows any rate so that it comes back as it was, in few digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 90n) - 1n }), (rate) => {
      expect(rateOfText(textOfRate(rate))).toBe(rate);
    }),
  );
  expect(textOfRate(1_100_000_000_000n)).toBe('0.033792');
});

it('reads sizes with fractions', () => {
  expect(bytesOfText('1.5', GIB)).toBe(1536n * MIB);
  expect(textOfBytes(1536n * MIB, GIB)).toBe('1.5');
  expect(bytesOfText('0.5', MIB)).toBe(524_288n);
  expect(bytesOfText('big', MIB)).toBeUndefined();
});
