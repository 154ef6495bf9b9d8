import type { DecodedEvent } from '@/lib/core/chain';
import type { Deployment } from '@/lib/core/chain/deployment';
import type { ContractKind } from '@/lib/core/chain/events';
import type { Address, Hex } from '@/lib/core/protocol/primitives';
import type { Profile } from '@/lib/core/protocol/profiles';
import type { Tx } from '@/lib/server/db';
import type { Effects } from './effects';

/** One event of ours with where and when it happened. */
export interface ChainEventItem extends DecodedEvent {
  kind: ContractKind;
  address: Address;
  blockNumber: bigint;
  logIndex: number;
  blockHash: Hex;
  txHash: Hex;
  /** Unix seconds of its block. */
  timestamp: bigint;
}

/** What a projector works with: one database transaction. */
export interface Projection {
  tx: Tx;
  profile: Profile;
  deployment: Deployment;
  effects: Effects;
  /** Slot rows written so far, as `dealId/index/generation`: a rebuild deletes all others. */
  seenSlots: Set<string>;
  /**
   * In a rebuild: operators of the nodes and addresses of the deals whose rows are made anew. A row
   * of a slot table is about one of each, and only what was set back may be told again.
   */
  scope?: { nodes: ReadonlySet<string>; deals: ReadonlySet<string> };
}

/** Turns one kind of event into rows. Runs exactly once per event of the chain, in order. */
export type Projector = (projection: Projection, event: ChainEventItem) => Promise<void>;
