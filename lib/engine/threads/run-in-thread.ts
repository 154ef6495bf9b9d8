import { Worker } from 'node:worker_threads';
import { AppError } from '../../core/errors';
import type { EngineOptions } from '../types';
import { threadEntry } from './entry';
import type { EngineMessage, EngineOperations } from './messages';

function aborted(signal: AbortSignal): AppError {
  return new AppError('ENGINE_ABORTED', 'The operation was stopped.', { cause: signal.reason });
}

/** Outcome of one message; null while the operation goes on. */
function outcomeOf(message: EngineMessage): { result?: unknown; error?: AppError } | null {
  if (message.type === 'done') return { result: message.result };
  if (message.type === 'failed') {
    return { error: new AppError(message.code, message.message, { details: message.details }) };
  }
  return null;
}

/**
 * Runs one operation of the engine in a thread of its own, which gives all its memory back when it
 * ends. Aborting terminates the thread; files are complete or absent at any moment.
 *
 * @throws AppError the operation's own error, `ENGINE_ABORTED`, or `ENGINE_FAILED`
 */
export async function runInThread<Name extends keyof EngineOperations>(
  operation: Name,
  job: EngineOperations[Name]['job'],
  options: EngineOptions,
): Promise<EngineOperations[Name]['result']> {
  const { onProgress, signal, workerUrl } = options;
  if (signal?.aborted) throw aborted(signal);
  const { url, execArgv } = threadEntry('engine-worker', 'threads', workerUrl);
  const { control, lowPriority = false } = options;
  const workerData = { operation, job, control: control?.state ?? null, lowPriority };
  const worker = new Worker(url, { workerData, execArgv });
  const stop = () => void worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  let outcome: { result?: unknown; error?: AppError } | null = null;
  try {
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: EngineMessage) => {
        if (message.type === 'progress') onProgress?.(message.progress);
        outcome ??= outcomeOf(message);
      });
      worker.on('error', reject);
      worker.on('exit', () => resolve());
    });
  } catch (error) {
    throw new AppError('ENGINE_FAILED', 'The engine thread failed.', { cause: error });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return settle(outcome, signal) as EngineOperations[Name]['result'];
}

function settle(
  outcome: { result?: unknown; error?: AppError } | null,
  signal: AbortSignal | undefined,
): unknown {
  if (outcome?.error) throw outcome.error;
  if (outcome) return outcome.result;
  if (signal?.aborted) throw aborted(signal);
  throw new AppError('ENGINE_FAILED', 'The engine thread ended without a result.');
}
