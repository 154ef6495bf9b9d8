import os from 'node:os';

/** Processor time since some fixed moment, in milliseconds. */
export interface CpuTimes {
  /** Of all processors together, idle time included. */
  total: number;
  idle: number;
  /** Of this process. */
  own: number;
}

/** Reads the counters of this computer and this process. */
export function readCpuTimes(): CpuTimes {
  let total = 0;
  let idle = 0;
  for (const { times } of os.cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  const { user, system } = process.cpuUsage();
  return { total, idle, own: (user + system) / 1000 };
}

/** Share of all processors that other programs took between two readings, 0 to 1. */
export function othersShare(before: CpuTimes, after: CpuTimes): number {
  const total = after.total - before.total;
  if (total <= 0) return 0;
  const busy = total - (after.idle - before.idle) - (after.own - before.own);
  return Math.min(1, Math.max(0, busy / total));
}
