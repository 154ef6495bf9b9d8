export {
  decodePoStMessage,
  encodePoStMessage,
  isSkipped,
  MAX_POST_ENTRIES,
  MAX_POST_PROOF_BYTES,
  type PoStEntry,
} from './post-message';
export * from './sdr';
export { interactiveSeedOf, proofDigest, sectorIdOf, slotPostSeed, ticketOf } from './seeds';
