import pino from 'pino';
import { serverEnv } from '@/lib/server/env';

/** Paths whose values must never reach a log line. */
const redact = [
  'authorization',
  'cookie',
  'token',
  'signature',
  'privateKey',
  '*.authorization',
  '*.cookie',
  '*.token',
  '*.signature',
  '*.privateKey',
  'req.headers.authorization',
  'req.headers.cookie',
];

let instance: pino.Logger | undefined;

function create(): pino.Logger {
  const { logLevel, version } = serverEnv();
  return pino({ level: logLevel, base: { pid: process.pid, version }, redact });
}

/**
 * The one logger of portal and worker: JSON lines on stdout, secrets removed.
 * Made on first use, because a production build imports modules without an environment.
 */
export const logger: pino.Logger = new Proxy({} as pino.Logger, {
  get(_target, property) {
    instance ??= create();
    const value = Reflect.get(instance, property, instance);
    return typeof value === 'function' ? value.bind(instance) : value;
  },
});
