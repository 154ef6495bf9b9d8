import {
  verifySeal as coreVerifySeal,
  verifyWindowPoSt as coreVerifyWindowPoSt,
  type VerifyResult,
  type VerifySealInput,
  type VerifyWindowPoStInput,
} from '../../core/proofs/sdr';
import { nodeBlake2b512 } from './node-blake2b';
import { nodeSha256 } from './node-sha256';

/** `verifySeal` of lib/core with the hashes of node:crypto. */
export function verifySeal(input: VerifySealInput): VerifyResult {
  return coreVerifySeal(input, nodeSha256, nodeBlake2b512);
}

/** `verifyWindowPoSt` of lib/core with the SHA-256 of node:crypto. */
export function verifyWindowPoSt(input: VerifyWindowPoStInput): VerifyResult {
  return coreVerifyWindowPoSt(input, nodeSha256);
}
