import { parseArgs } from 'node:util';
import { reportText } from './proofs/report';
import { runProofBench } from './proofs/run';

// npm run bench:proofs -- --sector 8MiB|64MiB|512MiB [--json] [--dir FOLDER]
const SIZES: Readonly<Record<string, number>> = {
  '1MiB': 2 ** 20,
  '8MiB': 2 ** 23,
  '64MiB': 2 ** 26,
  '512MiB': 2 ** 29,
};

const { values } = parseArgs({
  options: {
    sector: { type: 'string', default: '8MiB' },
    json: { type: 'boolean', default: false },
    dir: { type: 'string' },
  },
});
const sectorBytes = SIZES[values.sector];
if (sectorBytes === undefined) {
  console.error(`--sector is one of ${Object.keys(SIZES).join(', ')}`);
  process.exit(2);
}
const note = values.json ? () => undefined : (line: string) => console.error(line);
const result = await runProofBench({ sectorBytes, parent: values.dir, note });
console.log(values.json ? JSON.stringify(result, null, 2) : reportText(result));
