import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MIN_FREE_DISK = '256MiB';

async function exists(file) {
  return access(file).then(
    () => true,
    () => false,
  );
}

/**
 * Makes the home of a fleet member if there is none yet. A home that a kill left half made has no
 * key that anybody knows of, so it is made again.
 *
 * @returns {Promise<string>} the file with the password of the key
 */
export async function prepareHome({ bundle, home, member, portalUrl, env }) {
  const passwordFile = path.join(home, 'password');
  const files = ['config.json', 'keystore.json'].map((name) => path.join(home, name));
  const found = await Promise.all([passwordFile, ...files].map(exists));
  if (found.every(Boolean)) return passwordFile;
  await mkdir(home, { recursive: true, mode: 0o700 });
  for (const file of files) await rm(file, { force: true });
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  const args = ['init', '--json', '--home', home, '--portal', portalUrl, '--light-kdf'];
  args.push('--password-file', passwordFile, '--capacity', `${member.capacityBytes}`);
  args.push('--time-zone', member.timeZone, '--region', member.region, '--rate', `${member.rate}`);
  args.push('--min-free-disk', MIN_FREE_DISK);
  for (const window of member.windows) args.push('--window', window);
  await run(process.execPath, [bundle, ...args], { env });
  return passwordFile;
}
