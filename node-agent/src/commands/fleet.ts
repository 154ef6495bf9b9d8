import { z } from 'zod';
import { AppError } from '@/lib/core/errors';

const TIMEOUT_MS = 20_000;

/** One agent of a local fleet, as its supervisor reports it. */
export const fleetNode = z.object({
  index: z.int(),
  operator: z.string().nullable(),
  pid: z.int().nullable(),
  state: z.enum(['starting', 'running', 'restarting', 'stopping', 'stopped']),
  home: z.string(),
  name: z.string(),
  restarts: z.int(),
});
const fleetNodes = z.object({ nodes: z.array(fleetNode) });

export type FleetNode = z.output<typeof fleetNode>;

const ACTIONS: readonly string[] = ['start', 'stop', 'kill'];

async function call(url: URL, method: 'GET' | 'POST'): Promise<unknown> {
  const response = await fetch(url, { method, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    (cause) => {
      const message = `No local fleet answers at ${url.origin}; it starts with the platform.`;
      throw new AppError('AGENT_FLEET_UNREACHABLE', message, { cause });
    },
  );
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const problem = z.object({ detail: z.string() }).safeParse(body);
  const message = problem.success ? problem.data.detail : `The fleet answered ${response.status}.`;
  throw new AppError('AGENT_FLEET_REFUSED', message);
}

/** What `fleet` was asked for. */
export interface FleetRequest {
  /** Address of the supervisor. */
  control: string;
  /** `start`, `stop` or `kill`; without one the fleet is listed. */
  action?: string;
  node?: string;
}

/**
 * Lists the agents of a local fleet, or changes one and returns it.
 *
 * @throws AppError `AGENT_FLEET_UNREACHABLE`, `AGENT_FLEET_REFUSED`, `AGENT_USAGE`
 */
export async function fleetCommand(request: FleetRequest): Promise<FleetNode[]> {
  const { control, action, node } = request;
  if (action === undefined) {
    return fleetNodes.parse(await call(new URL('/nodes', control), 'GET')).nodes;
  }
  if (!ACTIONS.includes(action) || node === undefined || !/^\d+$/.test(node)) {
    throw new AppError('AGENT_USAGE', 'Write for example `micro-node fleet stop 3`.');
  }
  return [fleetNode.parse(await call(new URL(`/nodes/${node}/${action}`, control), 'POST'))];
}
