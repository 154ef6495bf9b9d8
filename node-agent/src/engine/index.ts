import type { SealParams } from '@/lib/core/proofs';
import type { Profile } from '@/lib/core/protocol';

/** What the agent needs from the proof engine. Long calls run in a thread that ends with them. */
export type SectorEngine = typeof import('./load');

let loading: Promise<SectorEngine> | undefined;

/** The engine, loaded when first needed: an agent without sectors never pays for it. */
export function sectorEngine(): Promise<SectorEngine> {
  const engine = loading ?? import('./load');
  loading = engine;
  return engine;
}

/** Parameters of a sector under the network's profile. */
export function sealParamsOf(profile: Profile, sectorBytes: number): SealParams {
  const { layers, porepChallenges, postChallenges, droppedRows } = profile;
  return { sectorBytes, layers, porepChallenges, postChallenges, droppedRows };
}
