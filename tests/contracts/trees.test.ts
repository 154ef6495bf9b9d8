import { describe, expect, it } from 'vitest';
import {
  type AbiEntry,
  declaredErrors,
  errorOf,
  libraryFunctions,
  parseTrees,
  readAbis,
  readTests,
  readTrees,
} from './trees';

/** Trees of what many calls have in common; other trees refer to them. */
const RULES = 'DealRules';
/** Where the trees are of functions that several contracts inherit. */
const INHERITED = 'DelayedRoles';

const trees = readTrees();
const abis = readAbis();
const roots = new Set(trees.map(({ root }) => root));
const leaves = trees.flatMap(({ root, leaves }) => leaves.map((leaf) => ({ root, leaf })));

function callable({ type, stateMutability }: AbiEntry): boolean {
  if (type === 'receive' || type === 'fallback') return true;
  return type === 'function' && stateMutability !== 'view' && stateMutability !== 'pure';
}

const nameOf = ({ type, name }: AbiEntry) => name ?? type;

describe('branch trees of the contracts', () => {
  it('are well formed, and each function has one', () => {
    expect(trees.flatMap(({ root, problems }) => problems.map((p) => `${root}: ${p}`))).toEqual([]);
    expect(roots.size).toBe(trees.length);
  });

  it('cover every call that can change something, and every function of a library', () => {
    const calls = abis.flatMap(({ contract, abi }) =>
      abi.filter(callable).map((entry) => ({ contract, name: nameOf(entry) })),
    );
    expect(calls.length).toBeGreaterThan(60);
    const missing = calls
      .filter(({ contract, name }) => !roots.has(`${contract}::${name}`))
      .filter(({ name }) => !roots.has(`${INHERITED}::${name}`));
    expect(missing).toEqual([]);
    expect([...libraryFunctions()].filter((name) => !roots.has(name))).toEqual([]);
  });

  it('are of functions that exist', () => {
    const known = new Set(libraryFunctions());
    for (const { contract, abi } of abis) {
      for (const name of abi.map(nameOf)) {
        known.add(`${contract}::${name}`);
        known.add(`${INHERITED}::${name}`);
      }
    }
    const strange = [...roots].filter((root) => !known.has(root) && !root.startsWith(`${RULES}::`));
    expect(strange).toEqual([]);
  });

  it('name tests that exist, and those of an error know it', () => {
    const tests = readTests();
    const wrong: string[] = [];
    for (const { root, leaf } of leaves) {
      const error = errorOf(leaf);
      let known = error === undefined;
      for (const name of leaf.tests) {
        const source = tests.get(name);
        if (source === undefined) wrong.push(`${root}: no test ${name}`);
        known ||= source?.includes(`${error}.selector`) ?? false;
      }
      if (!known) wrong.push(`${root}: none of ${leaf.tests.join(', ')} expects ${error}`);
    }
    expect(wrong).toEqual([]);
  });

  it('have every error that the contracts declare, and no other', () => {
    const said = new Set(leaves.map(({ leaf }) => errorOf(leaf)).filter((e) => e !== undefined));
    const declared = declaredErrors();
    expect(declared.size).toBeGreaterThan(80);
    expect([...declared].filter((error) => !said.has(error))).toEqual([]);
    const inAbis = abis.flatMap(({ abi }) =>
      abi.filter(({ type }) => type === 'error').map(nameOf),
    );
    const known = new Set([...declared, ...inAbis]);
    expect([...said].filter((error) => !known.has(error))).toEqual([]);
  });

  it('are read as they are written', () => {
    const text = `A::b
├── given c
│   └── it reverts with D
│          -> E.test_F,
│             G.test_H
└── when i
    └── without a test`;
    expect(parseTrees(text)).toEqual([
      {
        root: 'A::b',
        leaves: [
          { text: 'it reverts with D', tests: ['E.test_F', 'G.test_H'] },
          { text: 'without a test', tests: [''] },
        ],
        problems: ['without a test'],
      },
    ]);
  });
});
