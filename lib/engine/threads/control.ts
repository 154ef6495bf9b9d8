const RUNNING = 0;
const PAUSING = 1;
const PAUSED = 2;

/** Pauses and resumes operations of the engine; one control may serve several of them. */
export class EngineControl {
  /** Shared with the threads. */
  readonly state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  /** Asks to pause: a thread stops at its next report, within about 50 ms of work. */
  pause(): void {
    Atomics.compareExchange(this.state, 0, RUNNING, PAUSING);
  }

  /** Lets paused threads continue where they are. */
  resume(): void {
    Atomics.store(this.state, 0, RUNNING);
    Atomics.notify(this.state, 0);
  }

  /** `paused` when a thread has really stopped. */
  get phase(): 'running' | 'pausing' | 'paused' {
    const state = Atomics.load(this.state, 0);
    if (state === RUNNING) return 'running';
    return state === PAUSING ? 'pausing' : 'paused';
  }
}

/** Called in a thread: returns when it may go on, with the milliseconds that it stood still. */
export function standWhilePaused(state: Int32Array): number {
  const start = performance.now();
  let stood = false;
  while (Atomics.load(state, 0) !== RUNNING) {
    stood = true;
    Atomics.compareExchange(state, 0, PAUSING, PAUSED);
    Atomics.wait(state, 0, PAUSED);
  }
  return stood ? performance.now() - start : 0;
}
