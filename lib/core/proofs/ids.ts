import { AppError } from '../errors';
import { concatBytes, defaultSha256, truncate254, u64BE, u64LE } from './bytes';
import { isSectorSize } from './params';
import type { Hex, ReplicaInputs, Sha256 } from './types';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Filecoin's StackedDrg…V1_1 ids; they imply two layers. */
const REGISTERED = new Map([
  [2 * KIB, 5n],
  [8 * MIB, 6n],
  [512 * MIB, 7n],
]);
const REGISTERED_LAYERS = 2;
/** ASCII "MSP" on top of a u64: ids that no Filecoin network will ever assign. */
const OWN_NAMESPACE = 0x4d53500000000000n;

/**
 * Id of the seal proof for a sector size and layer count: Filecoin's own where it has one
 * (5, 6, 7 for 2 KiB, 8 MiB, 512 MiB with 2 layers), else one of our namespace.
 *
 * @throws AppError `PROOF_BAD_PARAMS`
 */
export function registeredSealProof(sectorBytes: number, layers: number): bigint {
  if (!isSectorSize(sectorBytes) || !Number.isInteger(layers) || layers < 1 || layers > 255) {
    throw new AppError('PROOF_BAD_PARAMS', 'No seal proof exists for this size and layer count.', {
      details: { sectorBytes, layers },
    });
  }
  const registered = layers === REGISTERED_LAYERS ? REGISTERED.get(sectorBytes) : undefined;
  return registered ?? OWN_NAMESPACE | (BigInt(layers) << 8n) | BigInt(Math.log2(sectorBytes));
}

/**
 * porepId = u64LE(seal proof id) ‖ u64LE(nonce 0) ‖ 16 zero bytes. It seeds the graph.
 *
 * @throws AppError `PROOF_BAD_PARAMS`
 */
export function porepId(sectorBytes: number, layers: number): Uint8Array {
  return concatBytes(u64LE(registeredSealProof(sectorBytes, layers)), new Uint8Array(24));
}

/** proverId = the operator's 20 address bytes ‖ 12 zero bytes. */
export function proverIdOf(operator: Hex): Uint8Array {
  if (!/^0x[0-9a-fA-F]{40}$/.test(operator)) {
    throw new AppError('PROOF_BAD_ADDRESS', 'An operator is a 20-byte address.');
  }
  const out = new Uint8Array(32);
  for (let i = 0; i < 20; i++) out[i] = Number.parseInt(operator.slice(2 + 2 * i, 4 + 2 * i), 16);
  return out;
}

/**
 * replicaId = T(SHA256(proverId ‖ u64BE(sectorId) ‖ ticket ‖ commD ‖ porepId)), 32 bytes.
 * The ticket is used raw.
 */
export function replicaId(
  inputs: ReplicaInputs & { porepId: Uint8Array },
  sha256: Sha256 = defaultSha256,
): Uint8Array {
  const { proverId, sectorId, ticket, commD } = inputs;
  return truncate254(sha256(concatBytes(proverId, u64BE(sectorId), ticket, commD, inputs.porepId)));
}
