import { expect } from 'vitest';

/** Waits until none of these processes runs any more. */
export async function expectGone(pids: readonly number[]) {
  for (const pid of pids) {
    await expect
      .poll(() => isAlive(pid), { timeout: 10_000, message: `process ${pid} still runs` })
      .toBe(false);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
