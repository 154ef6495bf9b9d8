export { type EncodeContext, encodeDeal } from './encode-deal';
export { encodeScratch, lockShards } from './encode-segment';
