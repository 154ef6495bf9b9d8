import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '@/lib/core/errors';

/** Places where a password may come from, first one wins. */
export interface PasswordSources {
  file?: string;
  value?: string;
  /** Ask the person at the terminal. */
  prompt?: string;
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question);
  // the terminal must not show what is typed
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve) => lines.question('', resolve));
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/**
 * The password of the keystore: from a file (its first line), a value, or the terminal.
 *
 * @throws AppError `AGENT_PASSWORD_MISSING`
 */
export async function readPassword(sources: PasswordSources): Promise<string> {
  const missing = (message: string, cause?: unknown) =>
    new AppError('AGENT_PASSWORD_MISSING', message, { cause });
  if (sources.file !== undefined) {
    const text = await readFile(sources.file, 'utf8').catch((cause) => {
      throw missing(`The password file ${sources.file} cannot be read.`, cause);
    });
    const line = text.split(/\r?\n/, 1)[0];
    if (line) return line;
    throw missing(`The password file ${sources.file} is empty.`);
  }
  if (sources.value) return sources.value;
  if (process.stdin.isTTY && sources.prompt) {
    const typed = await ask(sources.prompt);
    if (typed) return typed;
  }
  throw missing(
    'A password is needed: --password-file, MICRO_NODE_PASSWORD_FILE or MICRO_NODE_PASSWORD.',
  );
}
