// Checks the import direction (.dependency-cruiser.cjs). dependency-cruiser reads TypeScript through
// the compiler's old programming interface, which TypeScript 7 no longer has: here, and only here,
// `typescript` means version 6.
import fs from 'node:fs';
import Module, { createRequire, register } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/paths.mjs';

const classic = createRequire(import.meta.url).resolve('typescript-classic/package.json');
const folder = path.dirname(classic);
const compiler = pathToFileURL(path.join(folder, 'lib/typescript.js')).href;

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  request === 'typescript/package.json' ? classic : resolveFilename(request, ...rest);
const hooks = `export const resolve = (name, context, next) =>
  name === 'typescript' ? { url: ${JSON.stringify(compiler)}, shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { cruise } = await import('dependency-cruiser');
const { default: extractTSConfig } = await import(
  'dependency-cruiser/config-utl/extract-ts-config'
);
const { default: config } = await import('../.dependency-cruiser.cjs');

const FOLDERS = [
  'app',
  'components',
  'lib',
  'worker/src',
  'node-agent/src',
  'scripts',
  'tests',
  'e2e',
];
const present = FOLDERS.filter((name) => fs.existsSync(path.join(root, name)));
process.chdir(root);
const options = { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true };
const tsConfig = extractTSConfig('tsconfig.json');
const { output } = await cruise(present, options, {}, { tsConfig });

const { error, totalCruised, violations } = output.summary;
for (const { from, to, rule, cycle } of violations) {
  const way = cycle ? cycle.map((step) => step.name ?? step).join(' → ') : to;
  console.error(`${rule.name}: ${from} → ${way}`);
}
const seen = output.modules.filter(({ source }) => /\.tsx?$/.test(source)).length;
console.log(`${totalCruised} modules (${seen} in TypeScript), ${error} violations`);
if (error > 0 || seen === 0) process.exitCode = 1;
