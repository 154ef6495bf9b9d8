import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { buildLedgerTree, isInLedger } from './ledger-tree';
import type { Hex, WorkLeaf } from './types';
import { publishVerdicts, readVerdicts, type VerdictEntry } from './verdict-file';

const DEAL_A = `0x${'aa'.repeat(20)}` as const;
const DEAL_B = `0x${'bb'.repeat(20)}` as const;
const word = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

const makeLeaf = (over: Partial<WorkLeaf> = {}): WorkLeaf => ({
  deal: DEAL_A,
  slot: 0,
  generation: 0,
  provenPeriods: 5n,
  fulfilments: 4,
  commitments: 5,
  lastAccepted: 496_000n,
  ...over,
});

const makeEntry = (leaf: WorkLeaf): VerdictEntry => ({
  due: true,
  digest: word(7),
  verdict: 'accepted',
  leaf,
});

const leaves = [
  makeLeaf({ deal: DEAL_B }),
  makeLeaf({ slot: 10 }),
  makeLeaf({ slot: 2, generation: 1 }),
  makeLeaf({ slot: 2 }),
];

describe('buildLedgerTree', () => {
  it('orders leaves by deal, slot and generation, whatever the input order', () => {
    const tree = buildLedgerTree(leaves);
    expect(tree.leaves.map((l) => [l.deal.slice(2, 4), l.slot, l.generation])).toEqual([
      ['aa', 2, 0],
      ['aa', 2, 1],
      ['aa', 10, 0],
      ['bb', 0, 0],
    ]);
    expect(buildLedgerTree([...leaves].reverse()).root).toBe(tree.root);
  });

  it('proves each leaf as it is, and no better one', () => {
    const tree = buildLedgerTree(leaves);
    for (const leaf of leaves) {
      const proven = tree.find(leaf.deal, leaf.slot, leaf.generation);
      expect(proven?.leaf).toEqual(leaf);
      expect(isInLedger(tree.root, leaf, proven!.path)).toBe(true);
      const better = { ...leaf, provenPeriods: leaf.provenPeriods + 1n };
      expect(isInLedger(tree.root, better, proven!.path)).toBe(false);
    }
    expect(tree.ofDeal(DEAL_A)).toHaveLength(3);
    expect(tree.find(DEAL_B, 1, 0)).toBeNull();
  });

  it.each([
    ['nothing', []],
    ['a leaf twice', [makeLeaf(), makeLeaf({ provenPeriods: 6n })]],
  ])('refuses %s', (_, bad) => {
    const expected = expect.objectContaining({ code: 'DEAL_BAD_LEDGER' });
    expect(() => buildLedgerTree(bad)).toThrowError(expected);
  });
});

describe('verdict file', () => {
  const file = { chainId: 31337, period: 496_001n, seed: word(3), entries: leaves.map(makeEntry) };

  it('comes back as it went out', () => {
    const published = publishVerdicts(file);
    expect(published.manifestHash).toBe(keccak256(published.bytes));
    const read = readVerdicts(published.bytes);
    expect(read.tree.root).toBe(published.tree.root);
    expect(read.file.period).toBe(496_001n);
    expect(new Set(read.file.entries.map((e) => e.leaf))).toEqual(new Set(leaves));
  });

  it('is the same bytes for the same facts', () => {
    const shuffled = { ...file, entries: [...file.entries].reverse() };
    expect(publishVerdicts(shuffled).bytes).toEqual(publishVerdicts(file).bytes);
  });

  it('writes the documented text', () => {
    const text = new TextDecoder().decode(
      publishVerdicts({ ...file, entries: [makeEntry(makeLeaf())] }).bytes,
    );
    const root = buildLedgerTree([makeLeaf()]).root;
    expect(text).toBe(
      `{"version":1,"chainId":31337,"period":"496001","seed":"${word(3)}","root":"${root}","entries":[{"deal":"${DEAL_A}","slot":0,"generation":0,"due":true,"digest":"${word(7)}","verdict":"accepted","leaf":["${DEAL_A}",0,0,"5",4,5,"496000"]}]}`,
    );
  });

  it('is refused with a changed root, spaces, or another leaf than its entry', () => {
    const text = new TextDecoder().decode(publishVerdicts(file).bytes);
    for (const bad of [
      text.replace('"root":"0x', '"root":"0x0').replace(/(root":"0x[0-9a-f]{64})[0-9a-f]/, '$1'),
      text.replace('"version":1,', '"version":1, '),
      text.replace('"slot":10', '"slot":11'),
      '{}',
      'no json',
    ]) {
      expect(bad).not.toBe(text);
      const expected = expect.objectContaining({ code: 'DEAL_BAD_VERDICT_FILE' });
      expect(() => readVerdicts(new TextEncoder().encode(bad))).toThrowError(expected);
    }
  });
});
