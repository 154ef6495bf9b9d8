import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { decryptKey, readKeystore } from '../../node-agent/src/store/keystore';
import { shellEnv } from './env';

const PASSWORD = 'only for this test';
const run = promisify(execFile);

/** A computer of the test: a folder of its own in which the commands of the page are typed. */
export class TestComputer {
  private agent: ChildProcess | undefined;

  private constructor(readonly folder: string) {}

  static async create(): Promise<TestComputer> {
    return new TestComputer(await mkdtemp(path.join(os.tmpdir(), 'e2e-operator-')));
  }

  private get env() {
    return {
      ...shellEnv(),
      MICRO_NODE_HOME: path.join(this.folder, 'home'),
      MICRO_NODE_PASSWORD: PASSWORD,
    };
  }

  /** Types a line into the shell; rejects with what it printed when it fails. */
  async type(line: string): Promise<string> {
    const { stdout } = await run('sh', ['-c', line], { cwd: this.folder, env: this.env });
    return stdout;
  }

  /** Types the line that starts the agent, which then runs until `stop`. */
  start(line: string): void {
    const [program = '', ...args] = line.split(' ');
    // Attached: it ends with this process, whatever happens to the test.
    const options = {
      cwd: this.folder,
      env: this.env,
      stdio: ['pipe', 'ignore', 'ignore'] as const,
    };
    this.agent = spawn(program, [...args, '--attached'], { ...options, stdio: [...options.stdio] });
  }

  /** As Ctrl+C does; resolves when the agent has ended. */
  async stop(): Promise<void> {
    const { agent } = this;
    this.agent = undefined;
    if (!agent || agent.exitCode !== null || agent.signalCode !== null) return;
    const ended = new Promise((resolve) => agent.once('exit', resolve));
    agent.kill('SIGINT');
    await ended;
  }

  /** The key that `init` made, as a wallet imports it from `keystore.json`. */
  async importKey(): Promise<`0x${string}`> {
    const file = path.join(this.folder, 'home/keystore.json');
    return decryptKey(await readKeystore(file), PASSWORD);
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface Commands {
  download: string;
  init: string;
  run: string;
}

/** The commands that the sign-up shows, letter by letter. */
export async function commandsOf(page: Page): Promise<Commands> {
  const read = async (name: string) =>
    (await page.getByRole('group', { name }).locator('code').textContent()) ?? '';
  return {
    download: await read('Download command'),
    init: await read('Set-up command'),
    run: await read('Run command'),
  };
}
