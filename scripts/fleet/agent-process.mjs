import { spawn } from 'node:child_process';
import { closeSync, openSync, statSync, truncateSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const RESTART_MS = { first: 1000, last: 30_000 };
/** A process that lived so long has earned a quick restart. */
const STABLE_MS = 60_000;
const STOP_MS = 10_000;
const MAX_LOG_BYTES = 16 * 1024 * 1024;
/** Exit codes (usage, configuration, key) that another try cannot change. */
const FINAL_CODES = new Set([2, 3, 4]);
const NODE_FLAGS = ['--max-old-space-size=256', '--max-semi-space-size=2'];

function openLog(file) {
  const log = openSync(file, 'a', 0o600);
  if (statSync(file).size > MAX_LOG_BYTES) truncateSync(file, 0);
  return log;
}

/** One agent of the fleet: its process, and what the supervisor wants of it. */
export class AgentProcess {
  #options;
  #child;
  #exited = Promise.resolve();
  #isWanted = false;
  #timer;
  #failures = 0;

  /**
   * @param {{ index: number, name: string, home: string, bundle: string, args: string[],
   *   env: Record<string, string>, log: (line: string) => void }} options
   */
  constructor(options) {
    this.#options = options;
    this.restarts = 0;
    /** It ended with an error that starting again cannot cure. */
    this.hasGivenUp = false;
  }

  get pid() {
    return this.#child?.pid ?? null;
  }

  /** Whether the supervisor wants it to run. */
  get isWanted() {
    return this.#isWanted;
  }

  async describe() {
    const { index, name, home } = this.#options;
    const keystore = await readJson(path.join(home, 'keystore.json'));
    const operator = keystore ? `0x${keystore.address}` : null;
    return {
      index,
      name,
      home,
      operator,
      pid: this.pid,
      restarts: this.restarts,
      state: await this.state(),
    };
  }

  /** starting, running (registered and working), restarting, stopping or stopped. */
  async state() {
    if (!this.#child) return this.#isWanted && this.#timer ? 'restarting' : 'stopped';
    if (!this.#isWanted) return 'stopping';
    const said = await readJson(path.join(this.#options.home, 'status.json'));
    return said?.pid === this.pid && said.state === 'running' ? 'running' : 'starting';
  }

  start() {
    this.#isWanted = true;
    this.hasGivenUp = false;
    if (!this.#child) this.#spawn();
  }

  /** Asks the agent to stop and waits; after the grace time it is killed. */
  async stop() {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const child = this.#child;
    if (!child) return;
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await this.#exited;
    clearTimeout(late);
  }

  /** Ends the process without warning, as a crash would; it is started again like after one. */
  async kill() {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  #spawn() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { bundle, args, home, env, log, name } = this.#options;
    const output = openLog(path.join(home, 'agent.log'));
    const began = Date.now();
    // the open pipe tells the agent that its supervisor lives; it stops when the pipe breaks
    const child = spawn(
      process.execPath,
      [...NODE_FLAGS, bundle, 'run', '--attached', '--home', home, ...args],
      {
        env,
        stdio: ['pipe', output, output],
        windowsHide: true,
      },
    );
    closeSync(output);
    child.stdin.on('error', () => undefined);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      const end = (reason, code) => {
        this.#child = undefined;
        if (this.#isWanted) {
          log(`${name} ${reason}`);
          this.#again(Date.now() - began, code);
        }
        resolve();
      };
      child.once('error', (error) => end(`could not be started: ${error.message}`, null));
      child.once('exit', (code, signal) => end(`ended (${signal ?? code})`, code));
    });
  }

  #again(livedMs, code) {
    if (FINAL_CODES.has(code)) {
      this.#isWanted = false;
      this.hasGivenUp = true;
      return;
    }
    this.#failures = livedMs > STABLE_MS ? 0 : this.#failures + 1;
    const pause = Math.min(
      RESTART_MS.last,
      RESTART_MS.first * 2 ** Math.max(0, this.#failures - 1),
    );
    this.restarts += 1;
    this.#timer = setTimeout(() => this.#spawn(), pause);
  }
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
