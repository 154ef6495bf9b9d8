import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startChild } from './child.mjs';
import { clusterDirOf, postgresBinaries, postgresUser } from './postgres-files.mjs';
import { commandOf, isAlive } from './process-identity.mjs';
import { fatal, waitUntil } from './wait.mjs';

const run = promisify(execFile);
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '300',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
/** For clusters that are thrown away: a power cut may ruin them, and nobody minds. */
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts the embedded PostgreSQL of a data folder, making the cluster first if needed.
 * A server that an earlier, killed run left behind is stopped first.
 *
 * @returns `{ child, url(database), clusterDir }`
 */
export async function startPostgres(options) {
  const { dataDir, port, logFile, throwaway = false, started } = options;
  fs.mkdirSync(dataDir, { recursive: true });
  // A temporary folder is private at first, and the server's own user must pass through.
  if (throwaway) fs.chmodSync(dataDir, 0o711);
  const clusterDir = clusterDirOf(dataDir);
  const user = postgresUser();
  const { initdb, postgres } = postgresBinaries();
  await stopLeftover(clusterDir);
  const password = readPassword(dataDir);
  if (!fs.existsSync(path.join(clusterDir, 'PG_VERSION'))) {
    await createCluster({ clusterDir, initdb, user, password, logFile });
  }
  const settings = throwaway ? { ...SETTINGS, ...THROWAWAY } : SETTINGS;
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const child = startChild('postgres', postgres, ['-D', clusterDir, '-p', String(port), ...flags], {
    logFile,
    cwd: clusterDir,
    env: postgresEnv(),
    ...user,
    stopSignal: 'SIGINT',
    graceSeconds: 20,
  });
  started?.(child);
  const url = (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
  await waitUntil('PostgreSQL', async () => {
    if (!child.alive()) {
      throw fatal(`PostgreSQL ${child.reason()}; its last lines:\n${child.tail()}`);
    }
    return accepts(url('postgres'));
  });
  return { child, url, clusterDir };
}

function postgresEnv() {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC', TMPDIR: '/tmp' };
}

async function accepts(connectionString) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The cluster's own password; nobody types it, it is only in the data folder and in URLs. */
function readPassword(dataDir) {
  const file = path.join(dataDir, 'postgres-password');
  try {
    fs.writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  return fs.readFileSync(file, 'utf8').trim();
}

async function createCluster({ clusterDir, initdb, user, password, logFile }) {
  // An earlier initdb that was killed leaves a folder that no server accepts.
  fs.rmSync(clusterDir, { recursive: true, force: true });
  fs.mkdirSync(clusterDir, { recursive: true, mode: 0o755 });
  fs.chmodSync(clusterDir, 0o700);
  const passwordFile = path.join(path.dirname(clusterDir), `initdb-${process.pid}.pw`);
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined) {
    fs.chownSync(clusterDir, user.uid, user.gid);
    fs.chownSync(passwordFile, user.uid, user.gid);
  }
  const args = ['-D', clusterDir, '-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8'];
  try {
    const { stdout } = await run(
      initdb,
      [...args, '--locale=C', `--pwfile=${passwordFile}`, '--no-instructions'],
      { ...user, cwd: clusterDir, env: postgresEnv() },
    );
    fs.mkdirSync(path.dirname(logFile), { recursive: true });
    fs.appendFileSync(logFile, stdout);
  } catch (error) {
    fs.rmSync(clusterDir, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data folder: ${error.stderr || error.message}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
}

/**
 * After a kill -9 of its starter the server lives on and its lock file names it. After a kill -9
 * of everything the file names a dead process, or by chance somebody else's.
 */
async function stopLeftover(clusterDir) {
  const lock = path.join(clusterDir, 'postmaster.pid');
  if (!fs.existsSync(lock)) return;
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  const ours = () => isAlive(pid) && commandOf(pid).includes(clusterDir);
  if (!ours()) {
    fs.rmSync(lock, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  await waitUntil('Stopping a PostgreSQL that an earlier run left behind', () => !ours(), {
    seconds: 30,
  });
}
