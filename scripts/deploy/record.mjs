import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Public chains' records are committed, the local one's is data. */
export function defaultRecordFile(chainId) {
  const folder = chainId === 31337 ? '.data/deployments' : 'contracts/deployments';
  return path.join(root, folder, `${chainId}.json`);
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${file} is not a deployment record`, { cause: error });
  }
}

/** Finished deployment, or undefined. */
export function readRecord(file) {
  return readJson(file);
}

/** What an interrupted deployment left behind: contracts that exist already. */
export async function openJournal(file, key) {
  const journalFile = `${file}.unfinished`;
  const found = await readJson(journalFile);
  const journal = found?.key === key ? found : { key, contracts: {}, firstBlock: null };
  return {
    contracts: journal.contracts,
    get firstBlock() {
      return journal.firstBlock;
    },
    async add(name, address, block) {
      journal.contracts[name] = address;
      journal.firstBlock = Math.min(journal.firstBlock ?? block, block);
      await writeJson(journalFile, journal);
    },
    close: () => rm(journalFile, { force: true }),
  };
}

/** Whole file or nothing, so that a reader never sees half a record. */
export async function writeJson(file, value) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(value, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
}
