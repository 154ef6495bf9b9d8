export {
  type DecodeSegmentOptions,
  decodedParts,
  decodeSegment,
  type EncodeSegmentOptions,
  encodeSegment,
  type SegmentShards,
  STRIPE_BYTES,
} from './erasure';
export { sealDiskBytes, sealMemoryBytes } from './files/space';
export { commPOfFile, pieceOfFile } from './pieces/comm-p-of-file';
export { type PieceCommitment, PieceHasher } from './pieces/piece-hasher';
export { readSealed } from './sealing/aux-file';
export { finalizeSector } from './sealing/finalize-sector';
export { readIdentity, type SectorIdentity } from './sealing/identity';
export { type LabelJob, lastLabel } from './sealing/last-label';
export { sealCommit, sealCommit1, sealCommit2 } from './sealing/seal-commit';
export { sealPreCommit1, sealPreCommit2, sealSector } from './sealing/seal-sector';
export { unseal, unsealSector } from './sealing/unseal-sector';
export { generateWindowPoSt } from './sealing/window-post';
export {
  generateWindowPoStMessage,
  type PoStSector,
  type SkippedSector,
  type WindowPoStMessage,
} from './sealing/window-post-message';
export { EngineControl } from './threads/control';
export {
  ENGINE_ID,
  type EngineOptions,
  type EngineProgress,
  type SealCommitOptions,
  type SealedSector,
  type SealSectorOptions,
  type SealStep,
  type StepProgress,
  type UnsealSectorOptions,
  type WindowPoStOptions,
} from './types';
export { nodeSha256 } from './verify/node-sha256';
export {
  createVerifierPool,
  type VerifierPool,
  type VerifierPoolOptions,
} from './verify/verifier-pool';
export { verifySeal, verifyWindowPoSt } from './verify/verify';
