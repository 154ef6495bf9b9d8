import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. No `import.meta.dirname` here: it is read before Node's version is known. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Stamps of finished preparations; gone with node_modules, which they depend on. */
export const cacheDir = path.join(root, 'node_modules/.cache/micro-storage');
