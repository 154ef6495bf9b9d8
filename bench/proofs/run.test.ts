import { describe, expect, it, vi } from 'vitest';
import { maxSealProofBytes, windowPostProofBytes } from '../../lib/core/proofs';
import { reportText } from './report';
import { runProofBench } from './run';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 180_000 });

describe('bench:proofs', () => {
  it('seals, proves, verifies and unseals a sector and gives every figure', async () => {
    const notes: string[] = [];
    const result = await runProofBench({
      sectorBytes: 2 ** 20,
      poolProofs: 50,
      note: (line) => notes.push(line),
    });
    expect(result.stages.map(({ stage }) => stage)).toEqual([
      'pieceCid',
      'data',
      'labels 1',
      'labels 2',
      'columns',
      'encode',
      'commit',
      'unseal',
    ]);
    const { params, porep, post, seal } = result;
    expect(porep.proofBytes).toBeLessThanOrEqual(maxSealProofBytes(params));
    expect(post.proofBytes).toBe(windowPostProofBytes(params));
    expect(post.message.messageBytes).toBe(8 + 24 * (28 + post.proofBytes));
    expect(seal.peakDiskBytes).toBeGreaterThan(4 * 2 ** 20);
    expect(result.labels.timesFasterThanCreateHash).toBeGreaterThan(0);
    expect(result.ceiling.bytesHashed).toBe(
      2 * 2 ** 15 * 1248 + 2 ** 15 * 64 + 3 * (2 ** 15 - 1) * 64,
    );
    const text = reportText(result);
    for (const word of ['whole seal', 'PoRep', 'Window PoSt', 'pool', 'createHash']) {
      expect(text).toContain(word);
    }
    expect(notes.length).toBeGreaterThanOrEqual(result.stages.length);
  });
});
