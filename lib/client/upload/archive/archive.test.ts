import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Archive, archiveOf, type PickedFile } from './archive';
import { archiveName, archivePath } from './paths';
import { tarHeader } from './tar-header';

const run = promisify(execFile);
const MODIFIED = Date.UTC(2026, 4, 6, 7, 8, 9);

const picked = (at: string, content: string | Uint8Array<ArrayBuffer>): PickedFile => ({
  path: at,
  file: new File([content], at.split('/').at(-1) ?? '', { lastModified: MODIFIED }),
});
const bytesOf = async ({ content }: Archive) => Buffer.from(await content.arrayBuffer());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'micro-storage-tar-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the system's own tar makes of an archive: every file by its path. */
async function unpack(archive: Archive): Promise<Map<string, Buffer>> {
  const file = path.join(folder, 'archive.tar');
  const into = path.join(folder, 'out');
  await rm(into, { recursive: true, force: true });
  await mkdir(into);
  await writeFile(file, await bytesOf(archive));
  const { stderr } = await run('tar', ['-xf', file, '-C', into]);
  expect(stderr).toBe('');
  const files = await readdir(into, { recursive: true, withFileTypes: true });
  const found = new Map<string, Buffer>();
  for (const entry of files.filter((one) => one.isFile())) {
    const full = path.join(entry.parentPath, entry.name);
    found.set(path.relative(into, full), await readFile(full));
  }
  return found;
}

describe('an archive of several files', () => {
  it.each([
    ['plain names', ['a.txt', 'b.txt']],
    ['folders', ['photos/2026/a.jpg', 'photos/b.jpg']],
    ['names in UTF-8', ['Grüße aus Łódź/写真 📷.txt', 'naïve.txt']],
    ['long names', [`${'long folder/'.repeat(30)}${'n'.repeat(200)}.txt`, `${'x'.repeat(101)}`]],
    ['exactly 100 bytes', ['y'.repeat(100)]],
    ['strange characters', ['it\'s "odd" $(x) `y`;*?.txt', 'two\nlines.txt', '-rf', '\\back.txt']],
  ])('is unpacked by tar to identical files: %s', async (_, names) => {
    const files = names.map((name, i) => picked(name, `${name} has content ${i}`));
    const found = await unpack(archiveOf(files));
    expect([...found.keys()].sort()).toEqual([...names].sort());
    for (const [i, name] of names.entries()) {
      expect(found.get(name)?.toString()).toBe(`${name} has content ${i}`);
    }
  });

  it('is right around the ends of blocks, and for empty files', async () => {
    const sizes = [0, 1, 511, 512, 513, 1024, 100_000];
    const content = (size: number) => new Uint8Array(size).map((_, i) => (i * 7 + size) % 251);
    const archive = archiveOf(sizes.map((size) => picked(`${size}.bin`, content(size))));
    const found = await unpack(archive);
    for (const size of sizes) {
      expect(found.get(`${size}.bin`)?.equals(content(size)), `${size} bytes`).toBe(true);
    }
    expect(archive.content.size % 512).toBe(0);
  });

  it('keeps the time of each file, and tells of no owner', async () => {
    await unpack(archiveOf([picked('a.txt', 'a')]));
    expect((await stat(path.join(folder, 'out', 'a.txt'))).mtimeMs).toBe(MODIFIED);
    const list = await run('tar', ['-tvf', path.join(folder, 'archive.tar'), '--numeric-owner']);
    expect(list.stdout).toMatch(/^-rw-r--r-- 0\/0 /);
  });

  it('is the same, byte for byte, for the same files in any order', async () => {
    const files = ['b/z.txt', 'a.txt', 'b/é.txt', 'a.txt'].map((name) => picked(name, name));
    const one = archiveOf(files);
    const two = archiveOf([...files].reverse());
    expect(two.identity).toBe(one.identity);
    expect((await bytesOf(two)).equals(await bytesOf(one))).toBe(true);
    const changed = archiveOf([...files.slice(1), picked('b/z.txt', 'b/z.tx!!')]);
    expect(changed.identity).not.toBe(one.identity);
  });

  it('keeps both of two files with one name', async () => {
    const found = await unpack(archiveOf([picked('a.txt', '1'), picked('a.txt', '22')]));
    expect([...found].map(([name, body]) => [name, body.toString()]).sort()).toEqual([
      ['a (2).txt', '22'],
      ['a.txt', '1'],
    ]);
  });

  it('does not leave the folder in which it is unpacked', async () => {
    const names = ['../../evil.txt', '/etc/passwd', './a/../b.txt', '..'];
    const found = await unpack(archiveOf(names.map((name) => picked(name, name))));
    expect([...found.keys()].sort()).toEqual(['a/b.txt', 'etc/passwd', 'evil.txt', 'file']);
  });

  it('is made without reading a byte of the files', () => {
    const file = new File(['x'.repeat(1000)], 'a.bin');
    const reads = ['arrayBuffer', 'stream', 'text', 'slice'] as const;
    const spies = reads.map((name) => vi.spyOn(file, name));
    expect(archiveOf([{ path: 'a.bin', file }]).content.size).toBe(512 + 1024 + 1024);
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  it('is unpacked by tar whatever the names are', async () => {
    const name = fc
      .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) => archivePath(parts.join('/')))
      // What the file system of a test can hold: 255 bytes a name.
      .filter((at) => at.split('/').every((part) => Buffer.byteLength(part) < 250));
    const property = fc.asyncProperty(name, fc.string({ maxLength: 2000 }), async (at, text) => {
      const found = await unpack(archiveOf([picked(at, text)]));
      expect([...found.keys()]).toEqual([at]);
      expect(found.get(at)?.toString()).toBe(text);
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

it('gives files above 8 GiB their size', async () => {
  const bytes = 9 * 1024 ** 3;
  const file = path.join(folder, 'large.tar');
  // Only the header: tar lists it, and then misses the rest.
  await writeFile(file, tarHeader({ path: 'large.bin', bytes, modified: 0 }));
  const { stdout } = await run('tar', ['-tvf', file]).catch((error) => error);
  expect(stdout).toContain(` ${bytes} `);
});

it('is named by the common folder, else by the day', () => {
  const day = new Date(2026, 0, 9);
  expect(archiveName(['photos/a.jpg', 'photos/2025/b.jpg'], day)).toBe('photos.tar');
  expect(archiveName(['photos/a.jpg', 'photos2/b.jpg'], day)).toBe('files-2026-01-09.tar');
  expect(archiveName(['a.jpg', 'b.jpg'], day)).toBe('files-2026-01-09.tar');
});
