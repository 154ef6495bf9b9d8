import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from './codes';

const root = path.resolve(import.meta.dirname, '../../..');
/** Whoever throws here may be answering a request. */
const SERVER_SIDE = ['app', 'lib/core', 'lib/server', 'worker/src'];
/** Engine and agent have codes of their own, which no HTTP answer carries. */
const OWN_PREFIX = /^(AGENT|ENGINE|ERASURE)_/;

function thrownIn(folder: string): Map<string, string> {
  const files = readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/\/(generated|testing|dist|node_modules)\/|\.test\.tsx?$/.test(file));
  const thrown = new Map<string, string>();
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    for (const [, code = ''] of text.matchAll(/new AppError\(\s*['"`]([A-Z0-9_]+)['"`]/g)) {
      thrown.set(code, path.relative(root, file));
    }
  }
  return thrown;
}

describe('the table of error codes', () => {
  it('has every code that a server-side program throws', () => {
    const thrown = new Map(SERVER_SIDE.flatMap((folder) => [...thrownIn(folder)]));
    expect(thrown.size).toBeGreaterThan(80);
    expect([...thrown].filter(([code]) => !(code in errorCodes))).toEqual([]);
  });

  it('and agent and engine have prefixes of their own for all others', () => {
    const thrown = ['lib/engine', 'node-agent/src'].flatMap((folder) => [...thrownIn(folder)]);
    expect(thrown.length).toBeGreaterThan(20);
    const strangers = thrown.filter(([code]) => !OWN_PREFIX.test(code) && !(code in errorCodes));
    expect(strangers).toEqual([]);
  });

  it('is sorted, with an error status and a title for a person', () => {
    const codes = Object.keys(errorCodes);
    expect(codes).toEqual([...codes].sort());
    for (const { status, title } of Object.values(errorCodes)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
    }
  });
});
