import { z } from 'zod';
import { slotState } from '../deals';
import { nodeDetail, nodeSummary } from '../nodes';
import { address, big, instant, uint16, uint32, uuid } from '../primitives';
import { listPage, listQuery } from './paging';

export const nodeSorts = ['seen', 'rating', 'capacity', 'reserved', 'rate', 'registered'] as const;

/** `GET /api/admin/nodes` */
export const adminNodesQuery = listQuery(nodeSorts).extend({
  state: z.enum(['online', 'offline', 'accepting', 'retired']).optional(),
  region: z.string().max(64).optional(),
});
export type AdminNodesQuery = z.output<typeof adminNodesQuery>;

/** What only administrators see of a node. */
const inside = {
  /** True while its inbox is open. */
  online: z.boolean(),
  subnet: z.string().optional(),
  /** Name and version of its agent. */
  agent: z.string().optional(),
};

export const adminNode = nodeSummary.extend({ ...inside, liveSlots: z.int() });
export type AdminNode = z.output<typeof adminNode>;
export type AdminNodeJson = z.input<typeof adminNode>;

export const adminNodePage = listPage(adminNode).extend({ regions: z.array(z.string()) });

/** `GET /api/admin/nodes/:operator` */
export const adminNodeDetail = nodeDetail.extend({
  ...inside,
  /** Newest 200 generations that the node held. */
  held: z.array(
    z.object({
      dealId: uuid,
      deal: address.optional(),
      slot: uint16,
      generation: uint16,
      state: slotState,
      endReason: z.string().optional(),
      fulfilments: uint32,
      commitments: uint32,
      lastAccepted: big,
    }),
  ),
  /** Newest proof messages. */
  messages: z.array(z.object({ period: big, bytes: z.int(), receivedAt: instant })),
  /** Newest relayed calls. */
  relays: z.array(
    z.object({
      id: uuid,
      selector: z.string(),
      status: z.string(),
      error: z.string().optional(),
      createdAt: instant,
    }),
  ),
  inbox: z.object({ sent: big, acknowledged: big }),
});
export type AdminNodeDetail = z.output<typeof adminNodeDetail>;
export type AdminNodeDetailJson = z.input<typeof adminNodeDetail>;
