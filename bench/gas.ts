import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { measureGas } from './gas/measure';
import { gasReport } from './gas/report';

// npm run bench:gas [-- --write]: prints docs/gas.md as it is now, or writes it.
const file = path.join(import.meta.dirname, '../docs/gas.md');
const report = gasReport(await measureGas());
if (process.argv.includes('--write')) {
  await writeFile(file, report);
  console.log('wrote docs/gas.md');
} else {
  console.log(report);
  const same = (await readFile(file, 'utf8').catch(() => '')) === report;
  console.log(same ? 'docs/gas.md says the same.' : 'docs/gas.md differs: --write writes it.');
}
