import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

interface Instruments {
  registry: Registry;
  requests: Histogram<'method' | 'route' | 'status'>;
  uploadBytes: Counter;
}

function create(): Instruments {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: 'msp_http_request_seconds',
      help: 'Time until the response began, by route pattern.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 60],
      registers: [registry],
    }),
    uploadBytes: new Counter({
      name: 'msp_upload_bytes_total',
      help: 'Bytes taken in by tus.',
      registers: [registry],
    }),
  };
}

// Next loads a module once per bundle; one process has one set of instruments.
const holder = globalThis as typeof globalThis & { __mspMetrics?: Instruments };

/** The instruments of this process. */
export function instruments(): Instruments {
  holder.__mspMetrics ??= create();
  return holder.__mspMetrics;
}

/** Starts the clock of one request; call the result with the status. */
export function observeRequest(method: string, route: string): (status: number) => void {
  const started = performance.now();
  return (status) => {
    const seconds = (performance.now() - started) / 1000;
    instruments().requests.observe({ method, route, status: String(status) }, seconds);
  };
}

/** Counts bytes that an upload request brought. */
export function countUploadBytes(bytes: number): void {
  if (bytes > 0) instruments().uploadBytes.inc(bytes);
}
