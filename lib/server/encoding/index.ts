export { type EncodeContext, encodeDeal } from './encode-deal';
export { encodeScratch } from './encode-segment';
