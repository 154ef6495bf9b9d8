import { expect, it } from 'vitest';
import { pushText } from './push-text';

it('leaves nothing that HTML or Push’s marks know', () => {
  const text = pushText('<img src=x onerror="alert(1)"> *bold* [b: red] \\n it’s & done');
  expect(text).not.toMatch(/[<>"'*[\]\\]/);
  expect(text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))).toBe(
    '<img src=x onerror="alert(1)"> *bold* [b: red] \\n it’s & done',
  );
});

it('leaves plain words as they are', () => {
  expect(pushText('Your file is ready. Größe: 3 MiB')).toBe('Your file is ready. Größe: 3 MiB');
});
