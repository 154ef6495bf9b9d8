import { parseArgs } from 'node:util';
import { nodeSha256 } from '../../lib/engine';
import { fuzzVerifier } from './campaign';
import { seededRandom } from './random';
import { makeTargets } from './targets';

// npm run fuzz:proofs -- [--seed 1] [--small 1000000] [--large 2000]
// Proofs against both verifiers: `small` of them at 2 KiB, `large` of them at 8 MiB with the
// challenges of the production profile.
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    small: { type: 'string', default: '1000000' },
    large: { type: 'string', default: '2000' },
  },
});
const seed = Number(values.seed);
const rounds = [
  { params: {}, count: Number(values.small) },
  {
    params: { sectorBytes: 2 ** 23, porepChallenges: 176, postChallenges: 10, droppedRows: 10 },
    count: Number(values.large),
  },
];
for (const { params, count } of rounds) {
  if (count === 0) continue;
  for (const target of await makeTargets(params)) {
    const start = performance.now();
    const report = fuzzVerifier(target, count, seededRandom(seed), nodeSha256);
    const seconds = (performance.now() - start) / 1000;
    console.log(JSON.stringify({ seed, ...report, seconds: Math.round(seconds) }));
  }
}
console.log('None accepted, none threw, none made a verifier hash more than a good proof does.');
