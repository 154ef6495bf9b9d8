import { describe, expect, it } from 'vitest';
import { parseLcov, report } from '@/scripts/forge/lcov.mjs';

const text = [
  'TN:',
  'SF:src/B.sol',
  'DA:10,3',
  'DA:11,0',
  'BRDA:10,0,0,3',
  'BRDA:10,0,1,-',
  'end_of_record',
  'SF:src/A.sol',
  'DA:1,1',
  'end_of_record',
  'SF:test/C.sol',
  'DA:1,0',
  'end_of_record',
].join('\n');

describe('report on coverage', () => {
  it('counts files of the folder alone, by name, and says what is not reached', () => {
    const files = parseLcov(text, 'src/');
    expect(files.map(({ name }) => name)).toEqual(['src/A.sol', 'src/B.sol']);
    const { text: shown, ok } = report(files, { lines: 66, branches: 50 });
    expect(ok).toBe(true);
    expect(shown).toContain('11, 10 (branch)');
    expect(shown).toMatch(/total +66\.67 % +2\/3 +50\.00 % +1\/2/);
  });

  it('fails below either limit', () => {
    const files = parseLcov(text, 'src/');
    expect(report(files, { lines: 67, branches: 50 }).ok).toBe(false);
    expect(report(files, { lines: 66, branches: 51 }).ok).toBe(false);
  });

  it('fails when there is nothing to count', () => {
    expect(report(parseLcov('', 'src/'), { lines: 0, branches: 0 }).ok).toBe(false);
  });
});
