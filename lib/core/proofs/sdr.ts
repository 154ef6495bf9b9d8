// The proof system itself: light to load, because threads of the engine start with it.

export { baseParents, drgSeedOf } from './base-parents';
export { defaultBlake2b512, defaultSha256, truncate254 } from './bytes';
export { porepChallenges, postChallenges } from './challenges';
export { expanderParents, feistelHalfBits, feistelKeysOf, feistelRound } from './expander-parents';
export { decodeElement, encodeElement, FIELD_ORDER, isCanonical, NODE_BYTES } from './field';
export { fr32Pad, fr32Range, fr32Unpad, fr32UnpadRange } from './fr32';
export { createGraph, type Graph, type NodeParents } from './graph';
export { porepId, proverIdOf, registeredSealProof, replicaId } from './ids';
export { columnHash, labelNode } from './labels';
export {
  hashPair,
  jointRoot,
  jointSiblings,
  merkleRoot,
  pathRoot,
  type TreePosition,
} from './merkle';
export { areSealParamsValid, assertSealParams, isSectorSize, nodesOf, treeDepth } from './params';
export {
  type PieceCidV2Parts,
  parsePieceCidV1,
  parsePieceCidV2,
  pieceCidV1,
  pieceCidV1Bytes,
  pieceCidV2,
  pieceCidV2Bytes,
} from './piece-cid';
export { maxSealProofBytes, type PorepShape, porepShape } from './porep-shape';
export { PROOF_HEADER_BYTES, PROOF_VERSION, proofHeader } from './proof-header';
export type {
  Blake2b512,
  Hex,
  ProofRejection,
  ReplicaInputs,
  SealParams,
  Sha256,
  VerifyResult,
  VerifySealInput,
  VerifyWindowPoStInput,
} from './types';
export { verifySeal } from './verify-seal';
export { checkWindowPoStForm, verifyWindowPoSt, windowPostProofBytes } from './verify-window-post';
export { liftRoot, zeroRoot } from './zero-roots';
