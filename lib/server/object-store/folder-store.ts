import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assertKey, notFound } from './key';
import type { ObjectRange, ObjectStore, StoredObject } from './types';

const TEMPORARY = '.tmp';

const isMissing = (error: unknown) =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** fsync of a file or folder: without it a power cut may undo a finished rename. */
async function sync(target: string): Promise<void> {
  const handle = await fs.open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Object store in a local folder: a key is a path below the root. */
export class FolderStore implements ObjectStore {
  constructor(private readonly root: string) {}

  private pathOf(key: string): string {
    assertKey(key);
    return path.join(this.root, key);
  }

  async put(key: string, body: Readable | Uint8Array): Promise<void> {
    const target = this.pathOf(key);
    const temporary = path.join(this.root, TEMPORARY, randomUUID());
    await fs.mkdir(path.dirname(temporary), { recursive: true });
    await fs.mkdir(path.dirname(target), { recursive: true });
    try {
      const source = body instanceof Uint8Array ? Readable.from([body]) : body;
      await pipeline(source, createWriteStream(temporary));
      await sync(temporary);
      await fs.rename(temporary, target);
      await sync(path.dirname(target));
    } catch (error) {
      await fs.rm(temporary, { force: true });
      throw error;
    }
  }

  async read(key: string, range?: ObjectRange): Promise<Readable> {
    const target = this.pathOf(key);
    if (!(await this.stat(key))) throw notFound(key);
    return createReadStream(target, range);
  }

  async bytes(key: string): Promise<Uint8Array> {
    try {
      return new Uint8Array(await fs.readFile(this.pathOf(key)));
    } catch (error) {
      throw isMissing(error) ? notFound(key, error) : error;
    }
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    try {
      const found = await fs.stat(this.pathOf(key));
      return found.isFile() ? { bytes: found.size } : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await fs.rm(this.pathOf(key), { force: true });
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    for await (const key of this.keysBelow(folder)) {
      if (!key.startsWith(prefix)) continue;
      const found = await this.stat(key);
      if (found) yield { key, bytes: found.bytes };
    }
  }

  private async *keysBelow(folder: string): AsyncIterable<string> {
    const entries = await fs
      .readdir(path.join(this.root, folder), { withFileTypes: true })
      .catch((error): Dirent[] => {
        if (isMissing(error)) return [];
        throw error;
      });
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) yield* this.keysBelow(`${folder}${entry.name}/`);
      else yield `${folder}${entry.name}`;
    }
  }

  async withFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    if (!(await this.stat(key))) throw notFound(key);
    return use(this.pathOf(key));
  }
}
