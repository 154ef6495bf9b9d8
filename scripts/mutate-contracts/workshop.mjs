import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { platformBinary } from '../forge/platform-binary.mjs';
import { contractsFolder, forgeEnvironment } from '../forge/run.mjs';

const COPIED = ['src', 'test', 'script', 'foundry.toml'];
/** A break that makes the tests run for ever is not judged: the machine may only be slow. */
const TIMEOUT = 60 * 60_000;
/** Unoptimised code compiles faster; few random runs, since a break should show in plain tests. */
const SETTINGS = { FOUNDRY_OPTIMIZER: 'false', FOUNDRY_FUZZ_RUNS: '32' };
/** Its vectors take seconds to read, and nothing else uses that library's code. */
const ONLY_FOR = { 'libraries/PoStVerifier.sol': 'PoStVerifierTest' };

/**
 * A copy of the contracts in which lines are broken, and the record of what came of it.
 */
export class Workshop {
  stopped = false;
  #child;
  #late = false;
  #results;
  #tests;
  #record;

  constructor(folder, results) {
    this.folder = folder;
    this.#record = path.join(folder, 'results.jsonl');
    this.#results = results;
    this.#tests = digest(path.join(contractsFolder, 'test'));
  }

  /** Makes the copy, or brings an earlier one up to date, and makes sure that it is green unbroken. */
  static async open({ fresh }) {
    const name = createHash('sha256').update(contractsFolder).digest('hex').slice(0, 12);
    const folder = path.join(os.tmpdir(), `msp-mutants-${name}`);
    if (fresh) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const part of COPIED) {
      rmSync(path.join(folder, part), { recursive: true, force: true });
      cpSync(path.join(contractsFolder, part), path.join(folder, part), { recursive: true });
    }
    const workshop = new Workshop(folder, new Map());
    workshop.#load();
    console.log('Unbroken first …');
    const output = [];
    const filters = ['--no-match-test', 'test_GasOf'];
    if ((await workshop.#test(filters, output)) !== 0) {
      throw new Error(`The tests fail without any break:\n${output.join('').slice(-3000)}`);
    }
    return workshop;
  }

  stop() {
    this.stopped = true;
    if (this.#child) process.kill(-this.#child.pid, 'SIGKILL');
  }

  /** Breaks one line, tests, mends it. `seconds` is text: empty for a result of an earlier run. */
  async judge(mutant) {
    const source = readFileSync(path.join(contractsFolder, 'src', mutant.file), 'utf8');
    const key = createHash('sha256').update(source).update(mutant.id).digest('hex').slice(0, 16);
    const known = this.#results.get(key);
    if (known && (known.status !== 'survived' || known.tests === this.#tests)) {
      return { status: known.status, seconds: '' };
    }
    const file = path.join(this.folder, 'src', mutant.file);
    const lines = source.split('\n');
    if (lines[mutant.line - 1] !== mutant.before) {
      throw new Error(`${mutant.file} has changed since the start: begin again.`);
    }
    lines[mutant.line - 1] = mutant.after;
    writeFileSync(file, lines.join('\n'));
    const started = Date.now();
    const status = await this.#outcome(mutant.file);
    writeFileSync(file, source);
    if (!this.stopped) {
      const result = { key, status, tests: this.#tests };
      this.#results.set(key, result);
      appendFileSync(this.#record, `${JSON.stringify(result)}\n`);
    }
    return { status, seconds: `${((Date.now() - started) / 1000).toFixed(0)} s` };
  }

  async #outcome(file) {
    const output = [];
    this.#late = false;
    const only = ONLY_FOR[file];
    const others = Object.values(ONLY_FOR).join('|');
    const filters = only
      ? ['--match-contract', only, '--no-match-test', 'test_GasOf']
      : ['--no-match-contract', others, '--no-match-test', 'test_GasOf'];
    const code = await this.#test([...filters, '--fail-fast'], output);
    if (code === 0) return 'survived';
    // What does not compile, does not come to an end, or fails for another reason was never tested.
    return !this.#late && output.join('').includes('[FAIL') ? 'killed' : 'invalid';
  }

  #test(filters, output) {
    const args = [
      'test',
      '--dynamic-test-linking',
      '--no-match-path',
      'test/invariant/*',
      ...filters,
    ];
    const env = forgeEnvironment(SETTINGS);
    return new Promise((resolve, reject) => {
      const options = { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true };
      const child = spawn(platformBinary('forge'), args, options);
      this.#child = child;
      const timer = setTimeout(() => {
        this.#late = true;
        process.kill(-child.pid, 'SIGKILL');
      }, TIMEOUT);
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => output.push(`${chunk}`));
      child.once('error', reject);
      child.once('close', (code) => {
        clearTimeout(timer);
        this.#child = undefined;
        resolve(code ?? 1);
      });
    });
  }

  #load() {
    if (!existsSync(this.#record)) return;
    for (const line of readFileSync(this.#record, 'utf8').split('\n')) {
      // A line cut short by a kill is a result that is not there.
      if (!line.endsWith('}')) continue;
      const result = JSON.parse(line);
      // Maybe it was the machine: tried again.
      if (result.status === 'invalid') continue;
      this.#results.set(result.key, result);
    }
  }
}

function digest(folder) {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((e) => path.join(e.parentPath, e.name));
  for (const file of files.sort()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
