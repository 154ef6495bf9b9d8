import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One change of one line.
 * @typedef {{ id: string, file: string, line: number, rule: string, before: string, after: string }} Mutant
 */

/** Declarations and constants of the interface, in which nothing can be broken that runs. */
const SKIPPED = /^(interfaces\/|libraries\/Types\.sol$|Imports\.sol$)/;

/** What is not code, or does not run when a contract does its work. */
const NOT_CODE =
  /^\s*(\/\/|\/\*|\*|import|pragma|event|error|struct|enum|using|contract|abstract|library|interface|constructor|function|returns|emit|unchecked|assembly)|constant|immutable/;

/** Every pair is one way to be wrong that auditors have seen. `g`: each occurrence is a mutant of its own. */
const RULES = [
  ['removed check', /^(\s*)if \(.*\) revert .*;$/g, '$1{}'],
  ['removed check', /^(\s*)_(require|check|only)\w*\(.*\);$/g, '$1{}'],
  [
    'removed guard',
    /\b(nonReentrant|onlyPortal|onlyClient|onlyDeal|onlyRole\(\w+\)|inState\([\w.]+\))(?= |$)/g,
    '',
  ],
  ['removed effect', /^(\s*)[\w.[\]()]+(?: storage)? (?:\+|-|\|)?= .*;$/g, '$1{}'],
  ['removed effect', /^(\s*)(?:\+\+|--)[\w.[\]]+;$/g, '$1{}'],
  ['removed call', /^(\s*)(?!revert|return)_?[\w.]+\([^{}]*\);$/g, '$1{}'],
  ['removed exit', /^(\s*)if \(.*\) (?:return|continue)[^;]*;$/g, '$1{}'],
  ['bound', / <= /g, ' < '],
  ['bound', / >= /g, ' > '],
  ['bound', / < /g, ' <= '],
  ['bound', / > /g, ' >= '],
  ['comparison', / == /g, ' != '],
  ['comparison', / != /g, ' == '],
  ['operator', / \+ /g, ' - '],
  ['operator', / - /g, ' + '],
  ['operator', / \* /g, ' / '],
  ['operator', / \/ /g, ' * '],
  ['operator', / \+= /g, ' -= '],
  ['operator', / -= /g, ' += '],
  ['operator', / && /g, ' || '],
  ['operator', / \|\| /g, ' && '],
  ['operator', / << /g, ' >> '],
  ['operator', / & /g, ' | '],
  ['choice', / \? (.+?) : (.+?)(?=[;,)])/g, ' ? $2 : $1'],
];

function solidityFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sol'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !SKIPPED.test(file))
    .sort();
}

/** Every mutant of the sources in `src`, in the order of files and lines. @returns {Mutant[]} */
export function allMutants(src) {
  return solidityFiles(src).flatMap((file) => {
    const lines = readFileSync(path.join(src, file), 'utf8').split('\n');
    const seen = new Map();
    return lines.flatMap((text, at) => {
      const found = mutantsOfLine(text).map(([rule, after]) => ({ rule, after }));
      const unique = found.filter(
        ({ after }, i) => found.findIndex((x) => x.after === after) === i,
      );
      return unique.map(({ rule, after }) => {
        // The same line may stand twice in a file; line numbers would change with every edit above.
        const key = `${file}\n${text.trim()}\n${after.trim()}`;
        seen.set(key, (seen.get(key) ?? 0) + 1);
        const id = createHash('sha256')
          .update(`${key}\n${seen.get(key)}`)
          .digest('hex')
          .slice(0, 10);
        return { id, file, line: at + 1, rule, before: text, after };
      });
    });
  });
}

function mutantsOfLine(text) {
  // A guard stands in the head of a function, which is no code otherwise.
  const head = /^\s*(function .*|\)?\s*(external|public|internal).*|\w+(\([\w.]+\))?)( \{)?$/.test(
    text,
  );
  const code = !NOT_CODE.test(text);
  const out = [];
  for (const [rule, pattern, by] of RULES) {
    if (rule === 'removed guard' ? !head : !code) continue;
    for (const match of text.matchAll(pattern)) {
      const piece = match[0].replace(new RegExp(pattern.source), by);
      const after = text.slice(0, match.index) + piece + text.slice(match.index + match[0].length);
      if (after !== text) out.push([rule, after]);
    }
  }
  return out;
}

/**
 * As many mutants as wanted, spread over the files by their size, the same ones for the same seed.
 *
 * @param {Mutant[]} mutants
 * @param {number} count
 * @param {string} seed
 */
export function sample(mutants, count, seed) {
  const order = (mutant) => createHash('sha256').update(`${seed}${mutant.id}`).digest('hex');
  const byFile = Map.groupBy
    ? Map.groupBy(mutants, ({ file }) => file)
    : mutants.reduce((map, m) => map.set(m.file, [...(map.get(m.file) ?? []), m]), new Map());
  const ranked = [...byFile.values()].flatMap((list) => {
    const sorted = list.map((m) => [order(m), m]).sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([key, mutant], i) => ({ rank: (i + 0.5) / list.length, key, mutant }));
  });
  ranked.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
  return ranked.slice(0, count).map(({ mutant }) => mutant);
}
