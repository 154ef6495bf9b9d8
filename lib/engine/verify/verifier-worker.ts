import type { VerifyResult, VerifySealInput, VerifyWindowPoStInput } from '../../core/proofs/sdr';
import { verifySeal, verifyWindowPoSt } from './verify';

/** One proof to check. */
export type VerifierTask =
  | { kind: 'seal'; input: VerifySealInput }
  | { kind: 'windowPost'; input: VerifyWindowPoStInput };

/** Entry of a pool thread. */
export default function verify(task: VerifierTask): VerifyResult {
  return task.kind === 'seal' ? verifySeal(task.input) : verifyWindowPoSt(task.input);
}
