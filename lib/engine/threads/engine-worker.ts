import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../core/errors';
import { runLastLabel } from '../sealing/last-label';
import { runCommit } from '../sealing/run-commit';
import { runPreCommit1, runPreCommit2, runSeal } from '../sealing/run-seal';
import { runUnseal } from '../sealing/run-unseal';
import type { EngineProgress } from '../types';
import type { EngineMessage, EngineRequest } from './messages';

function post(message: EngineMessage): void {
  parentPort?.postMessage(message);
}

function onProgress(progress: EngineProgress): void {
  post({ type: 'progress', progress });
}

function run(request: EngineRequest): unknown {
  switch (request.operation) {
    case 'seal':
      return runSeal(request.job, onProgress);
    case 'preCommit1':
      return runPreCommit1(request.job, onProgress);
    case 'preCommit2':
      return runPreCommit2(request.job, onProgress);
    case 'commit':
      return runCommit(request.job);
    case 'unseal':
      return runUnseal(request.job, onProgress);
    case 'lastLabel':
      return runLastLabel(request.job);
  }
}

/** Errors lose their class on the way between threads, so they travel as plain data. */
function failure(error: unknown): EngineMessage {
  if (AppError.is(error)) {
    const { code, shortMessage, details } = error;
    return { type: 'failed', code, message: shortMessage, details };
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return {
    type: 'failed',
    code: 'ENGINE_FAILED',
    message: message ?? String(error),
    details: { systemCode: code ?? null },
  };
}

try {
  post({ type: 'done', result: run(workerData as EngineRequest) });
} catch (error) {
  post(failure(error));
}
