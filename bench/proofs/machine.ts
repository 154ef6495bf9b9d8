import os from 'node:os';

/** What the figures were measured on. */
export function machineOf() {
  const [load] = os.loadavg();
  return {
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    platform: `${os.platform()} ${os.arch()}`,
    node: process.version,
    openssl: process.versions.openssl,
    loadAtStart: load ?? 0,
  };
}
