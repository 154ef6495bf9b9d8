import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { measureGas } from './measure';
import { gasReport, readReport } from './report';

const committed = readFileSync(path.join(import.meta.dirname, '../../docs/gas.md'), 'utf8');

it('docs/gas.md is right within 2 %: run `npm run bench:gas -- --write`', async () => {
  const figures = await measureGas();
  const said = readReport(committed);
  const now = readReport(gasReport(figures));
  expect(Object.keys(said)).toEqual(Object.keys(now));
  for (const name of [...Object.keys(figures.gas), ...Object.keys(figures.bytes)]) {
    expect(said[name], name).toBeDefined();
  }
  const off = Object.entries(now).filter(([name, gas]) => {
    const difference = gas - (said[name] ?? 0n);
    return (difference < 0n ? -difference : difference) * 50n > gas;
  });
  expect(off).toEqual([]);
}, 300_000);
