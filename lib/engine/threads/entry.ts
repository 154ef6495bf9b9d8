import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { AppError } from '../../core/errors';

/** How to start a worker thread. */
export interface ThreadEntry {
  url: URL;
  execArgv: string[];
}

/** A module that registers the tsx loader in a thread: tsx's own entry does so in main threads only. */
function typeScriptLoader(): string {
  // Resolving names the CommonJS build; hooks of threads need the ES module beside it.
  const commonJs = createRequire(import.meta.url).resolve('tsx/esm/api');
  const api = pathToFileURL(commonJs.replace(/\.cjs$/, '.mjs')).href;
  const code = `import { register } from ${JSON.stringify(api)}; register();`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

/**
 * Finds the code of a worker: `<name>.mjs` beside a bundle, or the TypeScript source beside this
 * file, which needs the tsx loader.
 *
 * @param name - file name without extension
 * @param folder - folder of the source, relative to lib/engine
 * @throws AppError `ENGINE_NO_WORKER`
 */
export function threadEntry(name: string, folder: string, given?: URL): ThreadEntry {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const candidates = [
    path.join(here, `${name}.mjs`),
    path.join(here, '..', folder, `${name}.ts`),
    path.join(process.cwd(), 'lib/engine', folder, `${name}.ts`),
  ];
  const file = given ? fileURLToPath(given) : candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new AppError('ENGINE_NO_WORKER', 'The code of the engine thread is missing.', {
      details: { name },
    });
  }
  const url = pathToFileURL(file);
  if (!file.endsWith('.ts')) return { url, execArgv: [] };
  return { url, execArgv: ['--import', typeScriptLoader()] };
}
