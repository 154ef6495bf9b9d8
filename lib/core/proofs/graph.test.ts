import { describe, expect, it } from 'vitest';
import { baseParents, createGraph, drgSeedOf, feistelKeysOf } from './index';

const POREP_ID = new Uint8Array(32).fill(0x7b);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const list = (text: string) => text.split(',').map(Number);

describe('graph seeds', () => {
  it('derives the DRSample seed', () => {
    expect(hex(drgSeedOf(POREP_ID))).toBe(
      '113cf7480ae4d43e59f59cda1128f1cf4c6d19e66c0a895d36cc208a',
    );
  });

  it('derives the Feistel round keys', () => {
    expect(feistelKeysOf(POREP_ID).map((key) => key.toString(16))).toEqual([
      '719b08394526f4c8',
      '9b96e47e46b9e7be',
      'f1c1acc3c5257ad1',
    ]);
  });
});

describe('parents', () => {
  it.each([
    [64, 1, '0,0,0,0,0,0', '52,34,12,45,8,7,22,58'],
    [64, 2, '1,0,1,1,0,1', '20,4,10,5,26,0,34,58'],
    [64, 3, '2,2,0,2,0,2', '0,12,62,27,43,22,5,50'],
    [64, 63, '62,57,62,62,62,62', '31,15,13,57,51,10,4,11'],
    [
      2 ** 24,
      16_777_215,
      '16777214,15218369,7940225,16775935,16777214,16776701',
      '8800873,14461557,9698920,15821558,14858835,1331118,10533272,9807959',
    ],
  ])('of %i nodes: node %i', (nodes, v, base, expander) => {
    expect(createGraph(POREP_ID, nodes).parents(v)).toEqual({
      base: list(base),
      expander: list(expander),
    });
  });

  it('of node 2 in the largest graph', () => {
    expect(createGraph(POREP_ID, 2 ** 24).parents(2).expander).toEqual(
      list('1128571,11349492,16110339,1569939,12215448,7690822,14568338,10660446'),
    );
  });

  it('stay below the node, and the expander map is a permutation', () => {
    const seed = drgSeedOf(POREP_ID);
    for (let v = 1; v < 200; v++) {
      expect(baseParents(seed, v).every((parent) => parent >= 0 && parent < v)).toBe(true);
    }
    const graph = createGraph(POREP_ID, 64);
    const uses = new Map<number, number>();
    for (let v = 0; v < 64; v++) {
      for (const parent of graph.parents(v).expander) {
        uses.set(parent, (uses.get(parent) ?? 0) + 1);
      }
    }
    expect([...uses.values()]).toEqual(new Array(64).fill(8));
  });
});
