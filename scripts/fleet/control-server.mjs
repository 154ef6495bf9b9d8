import { createServer } from 'node:http';

const ACTIONS = new Set(['start', 'stop', 'kill']);

function answer(response, status, body) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function problem(response, status, code, detail) {
  answer(response, status, { type: 'about:blank', title: detail, status, code, detail });
}

/** A web page must not reach this port through the browser of whoever runs the fleet. */
function isForeign(request, port) {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  return request.headers.origin !== undefined || !hosts.includes(request.headers.host);
}

/**
 * GET /nodes, GET /ready, POST /nodes/:i/start|stop|kill on 127.0.0.1.
 *
 * @param {{ port: number, agents: import('./agent-process.mjs').AgentProcess[],
 *   readiness: () => Promise<{ ok: boolean, detail: string }> }} options port 0 = any free one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveControl({ port, agents, readiness }) {
  const handle = async (request, response) => {
    if (isForeign(request, server.address().port)) {
      return problem(response, 403, 'FORBIDDEN', 'Only programs on this computer may ask.');
    }
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    if (request.method === 'GET' && pathname === '/nodes') {
      return answer(response, 200, { nodes: await Promise.all(agents.map((a) => a.describe())) });
    }
    if (request.method === 'GET' && pathname === '/ready') {
      const ready = await readiness();
      return answer(response, ready.ok ? 200 : 503, ready);
    }
    const match = /^\/nodes\/(\d+)\/([a-z]+)$/.exec(pathname);
    const agent = agents[Number(match?.[1] ?? -1)];
    if (request.method !== 'POST' || !agent || !ACTIONS.has(match[2])) {
      return problem(response, 404, 'NOT_FOUND', 'The fleet has no such node or action.');
    }
    await agent[match[2]]();
    return answer(response, 200, await agent.describe());
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error) => problem(response, 500, 'INTERNAL', error.message));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
