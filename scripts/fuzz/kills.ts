import { parseArgs } from 'node:util';
import { sealWithKills } from '../../lib/engine/testing/random-kills';
import { seededRandom } from './random';

// npm run fuzz:kills -- [--runs 20] [--seed 1] [--sector-mib 4]
// Kills seals with kill -9 at random moments; every result must be byte-identical.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'sector-mib': { type: 'string', default: '4' },
  },
});
const random = seededRandom(Number(values.seed));
const moments = Array.from({ length: Number(values.runs) }, () => random.fraction());
const sectorBytes = Number(values['sector-mib']) * 2 ** 20;
const reports = await sealWithKills(sectorBytes, moments, ({ lastReport, complete, unfinished }) =>
  console.log(
    `killed at ${lastReport}: ${complete.length} files complete, ${unfinished.join(' ') || 'none'} unfinished`,
  ),
);
console.log(`${reports.length} seals killed, every result byte-identical (seed ${values.seed})`);
