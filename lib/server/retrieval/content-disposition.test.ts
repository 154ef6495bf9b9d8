import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachment } from './content-disposition';

test.each([
  ['report.pdf', `attachment; filename="report.pdf"; filename*=UTF-8''report.pdf`],
  [
    'naïve “plan”.txt',
    `attachment; filename="na_ve _plan_.txt"; filename*=UTF-8''na%C3%AFve%20%E2%80%9Cplan%E2%80%9D.txt`,
  ],
  ['../../etc/passwd', `attachment; filename="_.._etc_passwd"; filename*=UTF-8''_.._etc_passwd`],
  [
    'a"; filename=evil.exe',
    `attachment; filename="a_; filename=evil.exe"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe`,
  ],
  [
    'x\r\nSet-Cookie: a=b',
    `attachment; filename="x__Set-Cookie: a=b"; filename*=UTF-8''x__Set-Cookie%3A%20a%3Db`,
  ],
  ['gpj\u202efdp.exe', `attachment; filename="gpjfdp.exe"; filename*=UTF-8''gpjfdp.exe`],
  ['...', `attachment; filename="file"; filename*=UTF-8''file`],
  ['\ud800half', `attachment; filename="_half"; filename*=UTF-8''_half`],
])('%j', (name, expected) => {
  expect(attachment(name)).toBe(expected);
});

test('any name gives a valid header of printable ASCII with one quoted name', () => {
  const property = fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
    const value = attachment(name);
    expect(value).toMatch(
      /^attachment; filename="[\x20-\x21\x23-\x7e]+"; filename\*=UTF-8''[\w%.!~-]+$/,
    );
    expect(() => new Headers({ 'content-disposition': value })).not.toThrow();
    const decoded = decodeURIComponent(value.split("UTF-8''")[1] ?? '');
    expect(decoded).not.toMatch(/[/\\]/);
  });
  fc.assert(property);
});
