import { bytesEqual, defaultSha256 } from './bytes';
import { postChallenges } from './challenges';
import { fits254, isCanonical, NODE_BYTES } from './field';
import { hashPair, pathRoot } from './merkle';
import { areSealParamsValid, nodesOf, treeDepth } from './params';
import { checkProofHeader, PROOF_HEADER_BYTES } from './proof-header';
import type {
  ProofRejection,
  SealParams,
  Sha256,
  VerifyResult,
  VerifyWindowPoStInput,
} from './types';

const MAX_SECTOR_ID = (1n << 64n) - 1n;
const OPENINGS_AT = PROOF_HEADER_BYTES + NODE_BYTES;

function openingBytes(params: SealParams): number {
  return (1 + treeDepth(params.sectorBytes)) * NODE_BYTES;
}

/** Exact length of a Window PoSt body of one sector: header ‖ CommC ‖ (leaf ‖ path) per challenge. */
export function windowPostProofBytes(params: SealParams): number {
  return OPENINGS_AT + params.postChallenges * openingBytes(params);
}

function isInputValid({ params, commR, seed, sectorId }: VerifyWindowPoStInput): boolean {
  return (
    areSealParamsValid(params) &&
    commR.length === NODE_BYTES &&
    seed.length === NODE_BYTES &&
    sectorId >= 0n &&
    sectorId <= MAX_SECTOR_ID
  );
}

function areElementsCanonical(proof: Uint8Array): boolean {
  if (!fits254(proof, PROOF_HEADER_BYTES)) return false;
  for (let at = OPENINGS_AT; at < proof.length; at += NODE_BYTES) {
    if (!isCanonical(proof, at)) return false;
  }
  return true;
}

function checkOpenings(input: VerifyWindowPoStInput, sha256: Sha256): ProofRejection | null {
  const { params, proof, seed, sectorId } = input;
  const step = openingBytes(params);
  const nodes = nodesOf(params.sectorBytes);
  const challenges = postChallenges(seed, sectorId, nodes, params.postChallenges, sha256);
  const roots = challenges.map((index, i) => {
    const opening = proof.subarray(OPENINGS_AT + i * step, OPENINGS_AT + (i + 1) * step);
    return pathRoot(opening.subarray(0, NODE_BYTES), index, opening.subarray(NODE_BYTES), sha256);
  });
  const commRLast = roots[0]!;
  if (!roots.every((root) => bytesEqual(root, commRLast))) return 'root-mismatch';
  const commC = proof.subarray(PROOF_HEADER_BYTES, OPENINGS_AT);
  return bytesEqual(hashPair(commC, commRLast, sha256), input.commR) ? null : 'commr-mismatch';
}

/**
 * What is wrong with a body whatever it should prove: header, exact length, canonical elements. Null for
 * one that could be a proof of a sector of these parameters, which must be valid ones.
 */
export function checkWindowPoStForm(proof: Uint8Array, params: SealParams): ProofRejection | null {
  const badHeader = checkProofHeader(proof, 'windowPost', params);
  if (badHeader) return badHeader;
  if (proof.length !== windowPostProofBytes(params)) return 'wrong-length';
  return areElementsCanonical(proof) ? null : 'non-canonical';
}

function check(input: VerifyWindowPoStInput, sha256: Sha256): ProofRejection | null {
  if (!isInputValid(input)) return 'bad-input';
  return checkWindowPoStForm(input.proof, input.params) ?? checkOpenings(input, sha256);
}

/**
 * Verifies the Window PoSt of one sector: the challenged sealed leaves lead to one root CommRLast
 * with T(SHA256(CommC ‖ CommRLast)) = CommR, CommC being carried by the body.
 *
 * Never throws on hostile bytes; work is `postChallenges` paths of fixed length.
 */
export function verifyWindowPoSt(
  input: VerifyWindowPoStInput,
  sha256: Sha256 = defaultSha256,
): VerifyResult {
  const reason = check(input, sha256);
  return reason === null ? { ok: true } : { ok: false, reason };
}
