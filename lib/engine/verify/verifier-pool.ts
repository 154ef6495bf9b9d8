import type { Piscina } from 'piscina';
import type { VerifyResult, VerifySealInput, VerifyWindowPoStInput } from '../../core/proofs/sdr';
import { threadEntry } from '../threads/entry';
import { sealInput, windowPostInput } from '../threads/jobs';
import type { VerifierTask } from './verifier-worker';

/** Verifiers that run beside the main thread. */
export interface VerifierPool {
  verifySeal(input: VerifySealInput, signal?: AbortSignal): Promise<VerifyResult>;
  verifyWindowPoSt(input: VerifyWindowPoStInput, signal?: AbortSignal): Promise<VerifyResult>;
  /** Waits for running tasks and ends the threads. */
  close(): Promise<void>;
}

/** Options of {@link createVerifierPool}. */
export interface VerifierPoolOptions {
  /** Most threads; 2 if not given. */
  maxThreads?: number;
  /** Where the thread's code is; found if not given. */
  workerUrl?: URL;
}

async function startPool({ maxThreads = 2, workerUrl }: VerifierPoolOptions): Promise<Piscina> {
  const { url, execArgv } = threadEntry('verifier-worker', 'verify', workerUrl);
  const { Piscina: Pool } = await import('piscina');
  return new Pool({ filename: url.href, execArgv, minThreads: 1, maxThreads, idleTimeout: 30_000 });
}

/** A pool of verifier threads, started with the first proof. */
export function createVerifierPool(options: VerifierPoolOptions = {}): VerifierPool {
  let pool: Promise<Piscina> | undefined;
  const run = async (task: VerifierTask, signal?: AbortSignal): Promise<VerifyResult> => {
    pool ??= startPool(options);
    return (await pool).run(task, signal ? { signal } : undefined);
  };
  return {
    verifySeal: (input, signal) => run({ kind: 'seal', input: sealInput(input) }, signal),
    verifyWindowPoSt: (input, signal) =>
      run({ kind: 'windowPost', input: windowPostInput(input) }, signal),
    close: async () => {
      await (await pool)?.close();
    },
  };
}
