import { expect, it } from 'vitest';
import { matches } from './matches';

it('finds every word in any order and case', () => {
  const text = 'POST /api/request-storage Ask for storage uploadId';
  expect(matches(text, '')).toBe(true);
  expect(matches(text, ' storage  post ')).toBe(true);
  expect(matches(text, 'UPLOADID')).toBe(true);
  expect(matches(text, 'storage delete')).toBe(false);
});
