import { z } from 'zod';
import { AppError } from '@/lib/core/errors';

const fleetNode = z.object({
  index: z.number(),
  operator: z.string().transform((text) => text.toLowerCase()),
  pid: z.number().nullable(),
  state: z.string(),
  home: z.string(),
});
export type FleetNode = z.output<typeof fleetNode>;

/** The supervisor of the local fleet, over its control port. */
export class FleetClient {
  constructor(readonly url: string) {}

  async nodes(): Promise<FleetNode[]> {
    const response = await fetch(new URL('/nodes', this.url));
    const body = await response.json();
    return z.array(fleetNode).parse(Array.isArray(body) ? body : body.nodes);
  }

  /** Starts, stops or kills (no warning) the node at this position. */
  async command(index: number, command: 'start' | 'stop' | 'kill'): Promise<void> {
    const response = await fetch(new URL(`/nodes/${index}/${command}`, this.url), {
      method: 'POST',
    });
    if (!response.ok) {
      throw new AppError('FLEET_ERROR', `The fleet answered ${response.status} to ${command}.`);
    }
  }
}
