/** Severity of a line. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
type Fields = Record<string, unknown>;

/** Structured log; one JSON line per call. */
export type Log = Record<LogLevel, (message: string, fields?: Fields) => void>;

const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  const cause = value.cause instanceof Error ? value.cause.message : undefined;
  return {
    name: value.name,
    message: value.message,
    ...('code' in value ? { code: value.code } : {}),
    cause,
  };
}

/** A log that writes lines of at least `level`; secrets must never be passed to it. */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const at =
    (name: LogLevel) =>
    (message: string, fields: Fields = {}) => {
      if (order.indexOf(name) < order.indexOf(level)) return;
      write(
        `${JSON.stringify({ time: new Date().toISOString(), level: name, message, ...fields }, plain)}\n`,
      );
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
