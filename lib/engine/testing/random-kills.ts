import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sealSector } from '../index';
import { makeSectorIn } from './make-sector';

const CHILD = fileURLToPath(new URL('./seal-child.ts', import.meta.url));

/** What one kill did. */
export interface KillReport {
  /** Where the seal was when it died: last report that came through. */
  lastReport: string;
  /** Files that were complete then; each of them has the right bytes. */
  complete: string[];
  /** Files in the making. */
  unfinished: string[];
}

/** Starts a seal of the folder's test sector in a process of its own. */
export function spawnSeal(root: string, sectorBytes: number, wrapper: string[] = []): ChildProcess {
  const command = [...wrapper, process.execPath, '--import', 'tsx', CHILD, root, `${sectorBytes}`];
  return spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
}

function filesOf(dir: string): Map<string, Buffer> {
  const names = existsSync(dir) ? readdirSync(dir).sort() : [];
  return new Map(names.map((name) => [name, readFileSync(path.join(dir, name))]));
}

/** Lets a seal work until this share of it is reported, and kills it. */
async function killLater(root: string, sectorBytes: number, fraction: number): Promise<string> {
  const child = spawnSeal(root, sectorBytes);
  const exit = once(child, 'exit');
  let last = 'start';
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.stdout!.on('data', (text: Buffer) => {
      const lines = text.toString().trim().split('\n');
      for (const line of lines) {
        last = line;
        const done = Number(line.split(' ')[1]);
        if (done >= fraction) resolve();
      }
    });
  });
  child.kill('SIGKILL');
  await exit;
  return last;
}

/**
 * Seals one sector again and again, each time killed with kill -9 at a moment of its own, looks at
 * what is left, lets it continue and compares every file with a seal that was never disturbed.
 *
 * @param moments - shares of the work, 0 to 1, after which to kill
 * @throws Error if a byte differs
 */
export async function sealWithKills(
  sectorBytes: number,
  moments: readonly number[],
  onReport: (report: KillReport) => void = () => undefined,
): Promise<KillReport[]> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'msp-kills-'));
  try {
    const overrides = { sectorBytes, droppedRows: 6 };
    const calm = await makeSectorIn(mkdtempSync(path.join(scratch, 'calm-')), overrides);
    await sealSector(calm);
    const expected = filesOf(calm.dir);
    const reports: KillReport[] = [];
    for (const fraction of moments) {
      const sector = await makeSectorIn(mkdtempSync(path.join(scratch, 'killed-')), overrides);
      const lastReport = await killLater(sector.root, sectorBytes, fraction);
      const left = filesOf(sector.dir);
      const complete = [...left.keys()].filter((name) => !name.endsWith('.tmp'));
      for (const name of complete) compare(name, left, expected);
      await sealSector(sector);
      const result = filesOf(sector.dir);
      for (const name of expected.keys()) compare(name, result, expected);
      if (result.size !== expected.size) throw new Error('Files are left over.');
      const unfinished = [...left.keys()].filter((name) => name.endsWith('.tmp'));
      const report = { lastReport, complete, unfinished };
      reports.push(report);
      onReport(report);
      await sector.remove();
    }
    return reports;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function compare(name: string, found: Map<string, Buffer>, expected: Map<string, Buffer>): void {
  const [a, b] = [found.get(name), expected.get(name)];
  if (!a || !b || Buffer.compare(a, b) !== 0) throw new Error(`${name} has other bytes.`);
}
