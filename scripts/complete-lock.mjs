// Adds to package-lock.json the optional packages of other platforms that are missing in it.
//
// A package mirror that carries only some platforms makes `npm install` write a lockfile without
// the others, and `npm ci` then refuses it everywhere. Run this after every change of dependencies:
//   node scripts/complete-lock.mjs [--check]
import fs from 'node:fs';
import path from 'node:path';
import { root } from './lib/paths.mjs';

const file = path.join(root, 'package-lock.json');
const text = fs.readFileSync(file, 'utf8');
const lock = JSON.parse(text);
const { packages } = lock;

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'x64',
  'wasm32',
];

/** Where Node.js finds a package that `from` asks for, among what the lockfile has. */
function locate(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = `${at ? `${at}/` : ''}node_modules/${name}`;
    if (packages[place]) return place;
    if (!at) return undefined;
  }
}

/** `os`, `cpu` and `libc` out of a name such as `@img/sharp-linuxmusl-arm64`. */
function platformOf(name) {
  const words = name
    .toLowerCase()
    .replace('amd64', 'x64')
    .replace('windows', 'win32')
    .split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.some((word) => word.startsWith(system)));
  const exact = PROCESSORS.find((cpu) => words.includes(cpu));
  const cpu = exact ?? PROCESSORS.find((one) => words.some((word) => word.startsWith(one)));
  const musl = os.includes('linux') && name.includes('musl');
  return { ...(cpu && { cpu: [cpu] }), ...(os.length && { os }), ...(musl && { libc: ['musl'] }) };
}

const added = [];
for (const [from, parent] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (locate(from, name)) continue;
    const version = range.replace(/^npm:.*@/, '').replace(/^[\^~]/, '');
    const flags = parent.dev ? { dev: true } : {};
    packages[`node_modules/${name}`] = { version, ...flags, optional: true, ...platformOf(name) };
    added.push(`${name}@${version}`);
  }
}

if (added.length === 0) {
  console.log('The lockfile is complete');
} else if (process.argv.includes('--check')) {
  console.error(`The lockfile lacks ${added.join(', ')}: run node scripts/complete-lock.mjs`);
  process.exitCode = 1;
} else {
  const byPath = ([a], [b]) => a.localeCompare(b, 'en');
  lock.packages = Object.fromEntries(Object.entries(packages).sort(byPath));
  fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`Added ${added.length}: ${added.join(', ')}`);
}
