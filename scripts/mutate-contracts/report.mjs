import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Breaks that change nothing that anybody could see, each with its reason: `{ file, before, after, why }`, the
 * lines trimmed. They are not tried.
 */
const explained = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'explained.json'), 'utf8'),
);

/** A break in two lines. */
export function asText({ file, line, rule, before, after }) {
  return [`  ${file}:${line} (${rule})`, `    - ${before.trim()}`, `    + ${after.trim()}`].join(
    '\n',
  );
}

/**
 * Takes out what is explained.
 *
 * @param {import('./mutants.mjs').Mutant[]} mutants all there are
 * @throws when a line that is explained is no longer there: the reason may not hold for what replaced it
 */
export function withoutExplained(mutants) {
  const isMutant = (entry) => (mutant) =>
    entry.file === mutant.file &&
    entry.before === mutant.before.trim() &&
    entry.after === mutant.after.trim();
  const stale = explained.filter((entry) => !mutants.some(isMutant(entry)));
  if (stale.length > 0) {
    throw new Error(`explained.json names lines that are gone: ${JSON.stringify(stale, null, 2)}`);
  }
  return mutants.filter((mutant) => !explained.some((entry) => isMutant(entry)(mutant)));
}

/**
 * What came of all of them.
 *
 * @param {(import('./mutants.mjs').Mutant & { status: string })[]} done
 * @returns {{ text: string, share: number }} share of breaks found, in percent
 */
export function summary(done) {
  const of = (status) => done.filter((mutant) => mutant.status === status);
  const [killed, survived, invalid] = [of('killed'), of('survived'), of('invalid')];
  const tried = killed.length + survived.length;
  const share = tried === 0 ? 0 : (100 * killed.length) / tried;
  const without = invalid.length > 0 ? ` (${invalid.length} more do not compile or end)` : '';
  const lines = [
    '',
    `${tried} breaks tried${without}: ${killed.length} found, ${survived.length} missed, ${share.toFixed(1)} % found; ${explained.length} that change nothing left out`,
  ];
  if (survived.length > 0) {
    lines.push(...survived.map(asText));
  }
  return { text: lines.join('\n'), share };
}
