import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '@/lib/core/errors';

const TMP = '.tmp';
let counter = 0;

/** Makes a rename or an unlink in `dir` durable where the platform can. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Replaces a file in one step: a reader, or a process that starts after a crash, sees the old
 * content or the new one, never a part.
 */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array,
  mode = 0o600,
): Promise<void> {
  const dir = path.dirname(file);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const tmp = `${file}.${process.pid}.${counter++}${TMP}`;
  const handle = await open(tmp, 'w', mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(tmp, file);
  await syncFolder(dir);
}

/** {@link writeFileAtomic} of pretty JSON; a bigint becomes its decimal string. */
export function writeJson(file: string, value: unknown): Promise<void> {
  const plain = (_: string, v: unknown) => (typeof v === 'bigint' ? v.toString() : v);
  return writeFileAtomic(file, `${JSON.stringify(value, plain, 2)}\n`);
}

/** Text of a file, undefined if there is none. */
export async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Reads and checks a JSON file; undefined if there is none.
 *
 * @throws AppError with `code` when the content is not what the schema says
 */
export async function readJson<S extends z.ZodType>(
  file: string,
  schema: S,
  code = 'AGENT_STATE_INVALID',
): Promise<z.infer<S> | undefined> {
  const text = await readText(file);
  if (text === undefined) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new AppError(code, `${path.basename(file)} is not JSON.`, { cause });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((i) => `${i.path.join('.') || 'file'}: ${i.message}`);
  throw new AppError(code, `${path.basename(file)} is not valid: ${problems.join('; ')}.`);
}

/** Removes what writers that were killed left behind. Only safe while the home is locked. */
export async function sweepTemporaryFiles(dir: string): Promise<void> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile() && entry.name.endsWith(TMP)) await rm(path.join(dir, entry.name));
  }
}
