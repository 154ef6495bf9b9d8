import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../core/errors';
import { runLastLabel } from '../sealing/last-label';
import { runCommit } from '../sealing/run-commit';
import { runPreCommit1, runPreCommit2, runSeal } from '../sealing/run-seal';
import { runUnseal } from '../sealing/run-unseal';
import type { StepProgress } from '../types';
import { standWhilePaused } from './control';
import type { EngineMessage, EngineRequest, ThreadData } from './messages';
import { TimeLeft } from './time-left';

const { control, lowPriority, ...request } = workerData as ThreadData;
const timeLeft = new TimeLeft();

/** Linux gives every thread a priority of its own; elsewhere this would slow the whole process. */
function stepBack(): void {
  const low = os.constants.priority.PRIORITY_LOW;
  if (os.platform() === 'linux' && os.getPriority() < low) os.setPriority(low);
}

function post(message: EngineMessage): void {
  parentPort?.postMessage(message);
}

function onProgress(progress: StepProgress): void {
  const secondsLeft = timeLeft.after(progress.fraction, performance.now());
  post({ type: 'progress', progress: { ...progress, secondsLeft } });
  if (control) timeLeft.stood(standWhilePaused(control));
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
  if (lowPriority) stepBack();
  post({ type: 'done', result: run(request as EngineRequest) });
} catch (error) {
  post(failure(error));
}
