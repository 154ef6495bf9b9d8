import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from './bytes';
import { hashPair, jointRoot, jointSiblings, merkleRoot, pathRoot } from './index';

const DEPTH = 5;
const leaves = Array.from({ length: 2 ** DEPTH }, (_, i) => new Uint8Array(32).fill(i));
const rows: Uint8Array[][] = [leaves];
for (let level = 0; level < DEPTH; level++) {
  const row = rows[level]!;
  rows.push(row.filter((_, i) => i % 2 === 0).map((node, i) => hashPair(node, row[2 * i + 1]!)));
}
const root = rows[DEPTH]![0]!;

describe('merkle paths', () => {
  it.each(leaves.map((_, i) => i))('lead from leaf %i to the root', (index) => {
    const siblings = Array.from(
      { length: DEPTH },
      (_, level) => rows[level]![(index >> level) ^ 1]!,
    );
    expect(merkleRoot(leaves)).toEqual(root);
    expect(pathRoot(leaves[index]!, index, concatBytes(...siblings))).toEqual(root);
    expect(pathRoot(leaves[index]!, index ^ 1, concatBytes(...siblings))).not.toEqual(root);
  });

  it('lead jointly from any leaves to the root, with the fewest nodes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(2 ** DEPTH - 1), { minLength: 1 }), (chosen) => {
        const indices = chosen.sort((a, b) => a - b);
        const needed = jointSiblings(indices, DEPTH);
        const known = new Set(
          indices.flatMap((i) => rows.map((_, level) => `${level}:${i >> level}`)),
        );
        for (const { level, index } of needed) expect(known.has(`${level}:${index}`)).toBe(false);
        expect(new Set(needed.map(({ level, index }) => `${level}:${index}`)).size).toBe(
          needed.length,
        );
        const siblings = concatBytes(...needed.map(({ level, index }) => rows[level]![index]!));
        const own = indices.map((i) => leaves[i]!);
        expect(jointRoot(indices, own, siblings, DEPTH)).toEqual(root);
      }),
    );
  });
});
