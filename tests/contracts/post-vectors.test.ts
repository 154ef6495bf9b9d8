import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { postVectors, postVectorsJson } from './post-vectors';

const file = path.join(import.meta.dirname, '../../contracts/test/fixtures/post-vectors.json');

describe('vectors for the PoSt check on chain', () => {
  it('are those that the code makes: run `npx tsx tests/contracts/write-post-vectors.ts`', () => {
    expect(readFileSync(file, 'utf8') === postVectorsJson()).toBe(true);
  });

  it('has good proofs of several sizes, and each reason to refuse one', () => {
    const vectors = postVectors();
    const good = vectors.filter(({ accepted }) => accepted);
    expect(new Set(good.map(({ sectorBytes }) => sectorBytes)).size).toBeGreaterThanOrEqual(5);
    expect(new Set(vectors.map(({ reason }) => reason))).toEqual(
      new Set([
        '',
        'bad-input',
        'commr-mismatch',
        'non-canonical',
        'root-mismatch',
        'wrong-length',
        'wrong-shape',
        'wrong-version',
      ]),
    );
  });
});
