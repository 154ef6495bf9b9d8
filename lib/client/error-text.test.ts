import { expect, it } from 'vitest';
import { ApiError } from './api';
import { errorText } from './error-text';

it('finds the sentence for a person, and always has one', () => {
  expect(errorText(new ApiError('X', 400, 'The file is too large.'))).toBe(
    'The file is too large.',
  );
  const viemError = Object.assign(new Error('long\ndetails'), { shortMessage: 'Short.' });
  expect(errorText(viemError)).toBe('Short.');
  expect(errorText(new Error('plain'))).toBe('plain');
  expect(errorText('text')).toBe('text');
  for (const nothing of [null, undefined, '', {}, 7]) expect(errorText(nothing)).toMatch(/wrong/);
});
