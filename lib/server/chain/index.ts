export type { Deployment } from '@/lib/core/chain/deployment';
export { type ChainTraits, chainTraits, createClient, publicClient } from './clients';
export { type ChainClock, chainClock, finalisedBlock } from './clock';
export { type ChainContext, chainContext } from './context';
export { deployment } from './deployment';
export { type OutboxEntry, queueTransaction, REFUSED, type SignerName, UNFUNDED } from './outbox';
export { createRelay, lockRelays, type PreparedRelay, prepareRelay } from './relay/create';
export { nextForwardNonce } from './relay/nonce';
export { type RelayStatusView, relayStatus } from './relay/status';
