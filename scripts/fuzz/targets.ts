import type { SealParams } from '../../lib/core/proofs';
import { verifySeal, verifyWindowPoSt } from '../../lib/core/proofs';
import { generateWindowPoSt, sealCommit, sealSector } from '../../lib/engine';
import { makeSector } from '../../lib/engine/testing/make-sector';
import type { FuzzTarget } from './campaign';

const SEED = Uint8Array.from({ length: 32 }, (_, i) => 3 * i + 1);

/** Seals a sector and makes both verifiers with their good proofs. */
export async function makeTargets(overrides: Partial<SealParams>): Promise<FuzzTarget[]> {
  const sector = await makeSector(overrides);
  try {
    const { params, proverId, sectorId, ticket, commD } = sector;
    const { commR } = await sealSector(sector);
    const seal = { params, proverId, sectorId, ticket, commD, commR, seed: SEED };
    const post = { params, sectorId, commR, seed: SEED };
    return [
      {
        name: `verifySeal, ${params.sectorBytes} bytes`,
        good: await sealCommit({ ...sector, commR, seed: SEED }),
        verify: (proof, sha256) => verifySeal({ ...seal, proof }, sha256),
      },
      {
        name: `verifyWindowPoSt, ${params.sectorBytes} bytes`,
        good: await generateWindowPoSt({ ...sector, seed: SEED }),
        verify: (proof, sha256) => verifyWindowPoSt({ ...post, proof }, sha256),
      },
    ];
  } finally {
    await sector.remove();
  }
}
