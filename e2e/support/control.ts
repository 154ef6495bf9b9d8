import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { controlUrl } from './env';

/** What of a platform a test may restart. */
interface Restartable {
  restart(part: string): Promise<void>;
}

/**
 * Lets the tests, which run in processes of their own, restart a part of the platform of this run:
 * `POST /restart/<part>` answers when the part is ready again.
 */
export async function startControl(platform: Restartable) {
  const server = createServer((request, response) => {
    const [, part] = /^\/restart\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (request.method !== 'POST' || !part) return response.writeHead(404).end();
    return platform.restart(part).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** Whether this run can restart parts: only one that started the platform itself. */
export const canRestart = () => controlUrl() !== undefined;

/** Restarts a part and waits until it is ready. */
export async function restart(part: 'portal' | 'worker'): Promise<void> {
  const answer = await fetch(`${controlUrl()}/restart/${part}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
}
