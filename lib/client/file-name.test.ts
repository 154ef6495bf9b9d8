import { expect, it } from 'vitest';
import { visibleName } from './file-name';

it.each([
  ['report.pdf', 'report.pdf'],
  ['../../etc/passwd', '../../etc/passwd'],
  ['<img src=x onerror=alert(1)>.txt', '<img src=x onerror=alert(1)>.txt'],
  // Without the mark, the second one would be read as "gpjexe.pdf".
  ['gpj\u202efdp.exe', 'gpj�fdp.exe'],
  ['a\u0000b\u0007c\nd\u009be.txt', 'a�b�c�d�e.txt'],
  ['in\u200bvisible\u2066.txt', 'in�visible�.txt'],
  ['\ud800half', '�half'],
  ['حساب 写真 📷.txt', 'حساب 写真 📷.txt'],
])('%j is shown as %j', (name, shown) => {
  expect(visibleName(name)).toBe(shown);
});
