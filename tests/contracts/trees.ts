import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const contracts = path.join(import.meta.dirname, '../../contracts');

/** One thing that a function does, and the tests that show it, as `Contract.test_name`. */
export type Leaf = { text: string; tests: string[] };

/** What one function does in which case. `problems` are lines that are not as README.md says. */
export type Tree = { root: string; leaves: Leaf[]; problems: string[] };

const NODE = /^((?: {4}|│ {3})*)[├└]── (.+)$/;
const CONTINUED = /^[ │]+(.+)$/;

/** @param text of a .tree file: trees with an empty line between */
export function parseTrees(text: string): Tree[] {
  return text.trim().split(/\n\n+/).map(parseTree);
}

function parseTree(block: string): Tree {
  const [root = '', ...lines] = block.split('\n');
  const nodes: { depth: number; text: string }[] = [];
  const problems = /^\w+::\w+$/.test(root) ? [] : [`not a root: ${root}`];
  for (const line of lines) {
    const node = NODE.exec(line);
    const before = nodes.at(-1);
    if (node) nodes.push({ depth: (node[1] ?? '').length / 4, text: node[2] ?? '' });
    else if (before) before.text += ` ${CONTINUED.exec(line)?.[1] ?? ''}`;
    else problems.push(`not a branch: ${line}`);
  }
  const leaves: Leaf[] = [];
  for (const [i, { depth, text }] of nodes.entries()) {
    const [said = '', shown] = text.split(/\s+-> /);
    const isLeaf = (nodes[i + 1]?.depth ?? 0) <= depth;
    if (isLeaf !== said.startsWith('it ') || isLeaf !== (shown !== undefined)) problems.push(text);
    if (!isLeaf && !/^(given|when) /.test(said)) problems.push(text);
    if (isLeaf) leaves.push({ text: said, tests: (shown ?? '').split(/,\s*/) });
  }
  return { root, leaves, problems };
}

/** All trees of contracts/test/trees. */
export function readTrees(): Tree[] {
  return filesOf('test/trees', '.tree').flatMap(({ text }) => parseTrees(text));
}

/** The errors that a leaf says it reverts with: none, or one. */
export function errorOf(leaf: Leaf): string | undefined {
  return /reverts with ([A-Z]\w+)/.exec(leaf.text)?.[1];
}

/** The source of every test by `Contract.test_name`, with the helpers of its contract. */
export function readTests(): Map<string, string> {
  const found = new Map<string, string>();
  for (const { text } of filesOf('test', '.t.sol')) {
    for (const part of text.split(/^(?=(?:abstract )?contract )/m).slice(1)) {
      const contract = /contract (\w+)Test\b/.exec(part)?.[1];
      if (contract === undefined) continue;
      const functions = part.split(/^(?= {4}function )/m);
      const isTest = (source: string) => /^ {4}function (test|invariant)/.test(source);
      const helpers = functions.filter((source) => !isTest(source)).join('');
      for (const source of functions.filter(isTest)) {
        const name = /function (\w+)/.exec(source)?.[1];
        found.set(`${contract}.${name}`, source + helpers);
      }
    }
  }
  return found;
}

export type AbiEntry = { type: string; name?: string; stateMutability?: string };

/** The ABI of every contract that is deployed. */
export function readAbis(): { contract: string; abi: AbiEntry[] }[] {
  return filesOf('generated', '.json').map(({ text }) => JSON.parse(text));
}

/** Names of the errors that src declares. */
export function declaredErrors(): Set<string> {
  const texts = filesOf('src', '.sol').map(({ text }) => text);
  return new Set(
    texts.flatMap((t) => [...t.matchAll(/^ +error (\w+)\(/gm)].map((m) => m[1] ?? '')),
  );
}

/** `Library::function` for each that others can call. */
export function libraryFunctions(): Set<string> {
  const names = filesOf('src/libraries', '.sol').flatMap(({ text }) => {
    const library = /^library (\w+)/m.exec(text)?.[1];
    const functions = [...text.matchAll(/function (\w+)\([^)]*\)\s*(internal|external|public)/g)];
    return library ? functions.map((m) => `${library}::${m[1]}`) : [];
  });
  return new Set(names);
}

function filesOf(folder: string, ending: string): { text: string }[] {
  const names = readdirSync(path.join(contracts, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => ({ text: readFileSync(path.join(contracts, folder, name), 'utf8') }));
}
