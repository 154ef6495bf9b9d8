import { readIdentity, unsealSector } from '../../engine/load-debug';
import { hex, timed } from './text';

/** Options of `debug unseal`. */
export interface DebugUnsealOptions {
  dir: string;
  out: string;
  payloadBytes: number;
  signal: AbortSignal;
}

/** Restores a payload; it is checked against CommD before it gets its name. */
export async function debugUnseal({ dir, out, payloadBytes, signal }: DebugUnsealOptions) {
  const identity = readIdentity(dir);
  const params = { ...identity, porepChallenges: 1, postChallenges: 1 };
  const { ms } = await timed(() =>
    unsealSector({ ...identity, params, dir, outFile: out, payloadBytes, signal }),
  );
  return { out, payloadBytes, commD: hex(identity.commD), ms };
}
