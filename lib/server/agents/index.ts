export { listAgentSlots } from './list-slots';
export { takePorep } from './porep-intake';
export { takePosts } from './post-intake';
export { receiptsOf } from './post-receipts';
export { relayFor, relayNonceFor, relayStatusFor } from './relay';
export { shardResponse } from './shard';
