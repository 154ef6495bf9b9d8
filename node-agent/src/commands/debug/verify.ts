import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/core/errors';
import type { VerifyResult } from '@/lib/core/proofs';
import {
  generateWindowPoSt,
  readIdentity,
  readSealed,
  sealCommit,
  verifySeal,
  verifyWindowPoSt,
} from '../../engine/load-debug';
import { hex, timed } from './text';

/** Options of `debug verify`. A proof runs if its seed is given. */
export interface DebugVerifyOptions {
  dir: string;
  porepSeed?: Uint8Array;
  postSeed?: Uint8Array;
  porepChallenges: number;
  postChallenges: number;
  /** Files with bodies to verify instead of making them. */
  porepProof?: string;
  postProof?: string;
  /** Folder that gets the bodies. */
  save?: string;
  signal: AbortSignal;
}

/** What became of one proof. */
interface ProofReport {
  accepted: boolean;
  reason: string | null;
  proofBytes: number;
  /** Null when the body came from a file. */
  makeMs: number | null;
  verifyMs: number;
}

async function check(
  given: string | undefined,
  saveAs: string | undefined,
  make: () => Promise<Uint8Array>,
  verify: (proof: Uint8Array) => VerifyResult,
): Promise<ProofReport> {
  const made = given ? undefined : await timed(make);
  const proof = made?.value ?? Uint8Array.from(await readFile(given as string));
  if (saveAs) await writeFile(saveAs, proof);
  const { value: result, ms: verifyMs } = await timed(() => verify(proof));
  return {
    accepted: result.ok,
    reason: result.ok ? null : result.reason,
    proofBytes: proof.length,
    makeMs: made?.ms ?? null,
    verifyMs,
  };
}

function flat(name: string, report: ProofReport | undefined) {
  const entries = Object.entries(report ?? {});
  return Object.fromEntries(
    entries.map(([key, value]) => [`${name}${key[0]!.toUpperCase()}${key.slice(1)}`, value]),
  );
}

/**
 * Proves and verifies, or verifies given bodies; `show` gets the outcome also when it is bad.
 *
 * @throws AppError `AGENT_USAGE`, `AGENT_PROOF_REFUSED`, `ENGINE_NOT_SEALED`, `ENGINE_SECTOR_CORRUPT`
 */
export async function debugVerify(
  options: DebugVerifyOptions,
  show: (result: object) => void,
): Promise<void> {
  const { dir, porepSeed, postSeed, save, signal } = options;
  if (!porepSeed && !postSeed) {
    throw new AppError('AGENT_USAGE', 'Give --porep-seed, --post-seed or both.');
  }
  const identity = readIdentity(dir);
  const { commR } = readSealed(dir);
  const { porepChallenges, postChallenges } = options;
  const params = { ...identity, porepChallenges, postChallenges };
  const inputs = { ...identity, params, commR };
  if (save) await mkdir(save, { recursive: true });
  const at = (name: string) => (save ? path.join(save, name) : undefined);

  const porep = porepSeed
    ? await check(
        options.porepProof,
        at('porep.bin'),
        () => sealCommit({ ...inputs, dir, seed: porepSeed, signal }),
        (proof) => verifySeal({ ...inputs, seed: porepSeed, proof }),
      )
    : undefined;
  const post = postSeed
    ? await check(
        options.postProof,
        at('post.bin'),
        () => generateWindowPoSt({ ...inputs, dir, seed: postSeed }),
        (proof) => verifyWindowPoSt({ ...inputs, seed: postSeed, proof }),
      )
    : undefined;
  const accepted = porep?.accepted !== false && post?.accepted !== false;
  show({ accepted, commR: hex(commR), ...flat('porep', porep), ...flat('post', post) });
  if (!accepted) {
    const reason = porep?.reason ?? post?.reason;
    throw new AppError('AGENT_PROOF_REFUSED', `The proof is refused: ${reason}.`);
  }
}
