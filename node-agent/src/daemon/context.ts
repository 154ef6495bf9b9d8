import type { Network, Profile } from '@/lib/core/protocol';
import type { SectorEngine } from '../engine';
import type { AgentConfig } from '../store/config';
import type { Home } from '../store/home';
import type { PostStore } from '../store/posts';
import type { RetrievalStore } from '../store/retrievals';
import type { SlotStore } from '../store/slots';
import type { ChainReader } from './chain';
import type { PeriodClock } from './clock';
import type { DirectCalls } from './direct';
import type { Log } from './log';
import type { Operator } from './operator';
import type { PortalClient } from './portal-client';
import type { RelayClient } from './relay';
import type { Sealing } from './sealing';
import type { Throttle } from './throttle';
import type { Mutex } from './wait';

/** Everything that the parts of a running agent share. */
export interface AgentContext {
  home: Home;
  config: AgentConfig;
  network: Network;
  profile: Profile;
  operator: Operator;
  portal: PortalClient;
  chain: ChainReader;
  clock: PeriodClock;
  relay: RelayClient;
  /** Calls at the node's own expense. */
  direct: DirectCalls;
  slots: SlotStore;
  retrievals: RetrievalStore;
  posts: PostStore;
  engine: () => Promise<SectorEngine>;
  /** Seals, unseals and proofs of sealing: as many at a time as the operator allows. */
  heavy: Mutex;
  sealing: Sealing;
  download: Throttle;
  upload: Throttle;
  log: Log;
  signal: AbortSignal;
}
