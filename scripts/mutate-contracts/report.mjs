import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Breaks that no test can find, each with its reason: `{ file, before, after, why }`, the lines trimmed.
 */
const explained = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'explained.json'), 'utf8'),
);

/** A break in two lines. */
export function why(mutant) {
  const { file, line, rule, before, after } = mutant;
  const reason = reasonOf(mutant);
  return [
    `  ${file}:${line} (${rule})`,
    `    - ${before.trim()}`,
    `    + ${after.trim()}`,
    ...(reason ? [`    ${reason}`] : []),
  ].join('\n');
}

function reasonOf({ file, before, after }) {
  const same = (entry) =>
    entry.file === file && entry.before === before.trim() && entry.after === after.trim();
  return explained.find(same)?.why;
}

/**
 * What came of all of them.
 *
 * @param {(import('./mutants.mjs').Mutant & { status: string })[]} done
 * @returns {{ text: string, share: number }} share of breaks found, in percent, explained ones counted as missed
 */
export function summary(done) {
  const of = (status) => done.filter((mutant) => mutant.status === status);
  const [killed, survived, invalid] = [of('killed'), of('survived'), of('invalid')];
  const tried = killed.length + survived.length;
  const share = tried === 0 ? 0 : (100 * killed.length) / tried;
  const open = survived.filter((mutant) => !reasonOf(mutant));
  const without = invalid.length > 0 ? ` (${invalid.length} more do not compile or end)` : '';
  const lines = [
    '',
    `${tried} breaks tried${without}: ${killed.length} found, ${survived.length} missed, ${share.toFixed(1)} % found`,
  ];
  if (survived.length > 0) {
    lines.push(`${survived.length - open.length} of those missed are explained:`);
    lines.push(...survived.map(why));
  }
  return { text: lines.join('\n'), share };
}
