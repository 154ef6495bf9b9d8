import { bytesEqual, defaultSha256 } from './bytes';
import { encodeElement, fits254, isCanonical, NODE_BYTES } from './field';
import { porepId, replicaId } from './ids';
import { columnHash, labelNode } from './labels';
import { hashPair, jointRoot } from './merkle';
import { areSealParamsValid, treeDepth } from './params';
import { maxSealProofBytes, type PorepShape, porepShape } from './porep-shape';
import { checkProofHeader, PROOF_HEADER_BYTES } from './proof-header';
import type { Blake2b512, ProofRejection, Sha256, VerifyResult, VerifySealInput } from './types';

const MAX_SECTOR_ID = (1n << 64n) - 1n;

function isInputValid(input: VerifySealInput): boolean {
  const { proverId, ticket, seed, commD, commR, sectorId } = input;
  return (
    areSealParamsValid(input.params) &&
    [proverId, ticket, seed, commD, commR].every((bytes) => bytes.length === NODE_BYTES) &&
    sectorId >= 0n &&
    sectorId <= MAX_SECTOR_ID
  );
}

/** Every element is a field element; unsealed data, labels and hashes even fit 254 bits. */
function areElementsCanonical(proof: Uint8Array, shape: PorepShape): boolean {
  const [sealedStart, sealedEnd] = shape.ranges.sealedTree;
  for (let at = PROOF_HEADER_BYTES; at < proof.length; at += NODE_BYTES) {
    const isSealed = at >= sealedStart && at < sealedEnd;
    if (isSealed ? !isCanonical(proof, at) : !fits254(proof, at)) return false;
  }
  return true;
}

function splitElements(bytes: Uint8Array, elementBytes: number): Uint8Array[] {
  return Array.from({ length: bytes.length / elementBytes }, (_, i) =>
    bytes.subarray(i * elementBytes, (i + 1) * elementBytes),
  );
}

function checkBody(
  input: VerifySealInput,
  replica: Uint8Array,
  shape: PorepShape,
  sha256: Sha256,
): ProofRejection | null {
  const { params, proof } = input;
  const depth = treeDepth(params.sectorBytes);
  const part = (name: keyof PorepShape['ranges']) => proof.subarray(...shape.ranges[name]);
  const columns = splitElements(part('columns'), NODE_BYTES * params.layers);
  const columnOf = new Map(shape.opened.map((node, i) => [node, columns[i]!]));
  const label = (layer: number, node: number) =>
    columnOf.get(node)!.subarray((layer - 1) * NODE_BYTES, layer * NODE_BYTES);

  for (const v of shape.challenged) {
    const parents = shape.graph.parents(v);
    for (let layer = 1; layer <= params.layers; layer++) {
      const expected = labelNode(replica, layer, v, parents, label, sha256);
      if (!bytesEqual(expected, label(layer, v))) return 'label-mismatch';
    }
  }
  const data = splitElements(part('dataLeaves'), NODE_BYTES);
  const commD = jointRoot(shape.challenged, data, part('dataTree'), depth, sha256);
  if (!bytesEqual(commD, input.commD)) return 'commd-mismatch';

  const sealed = shape.challenged.map((v, i) => encodeElement(data[i]!, label(params.layers, v)));
  const commRLast = jointRoot(shape.challenged, sealed, part('sealedTree'), depth, sha256);
  const hashes = columns.map((column) => columnHash(column, sha256));
  const commC = jointRoot(shape.opened, hashes, part('columnTree'), depth, sha256);
  return bytesEqual(hashPair(commC, commRLast, sha256), input.commR) ? null : 'commr-mismatch';
}

function check(
  input: VerifySealInput,
  sha256: Sha256,
  blake2b512?: Blake2b512,
): ProofRejection | null {
  if (!isInputValid(input)) return 'bad-input';
  const { params, proof } = input;
  const badHeader = checkProofHeader(proof, 'porep', params);
  if (badHeader) return badHeader;
  if (proof.length > maxSealProofBytes(params)) return 'wrong-length';
  const id = porepId(params.sectorBytes, params.layers);
  const replica = replicaId({ ...input, porepId: id }, sha256);
  const shape = porepShape(params, id, replica, input.seed, sha256, blake2b512);
  if (proof.length !== shape.bytes) return 'wrong-length';
  if (!areElementsCanonical(proof, shape)) return 'non-canonical';
  return checkBody(input, replica, shape, sha256);
}

/**
 * Verifies a PoRep: that CommR commits to data under CommD, sealed for exactly this prover, sector
 * and ticket, at the nodes that `seed` challenges. Recomputes challenges, parents, labels and roots
 * itself; the body only supplies data leaves, columns and tree nodes.
 *
 * Never throws on hostile bytes; work is bounded by `params`.
 */
export function verifySeal(
  input: VerifySealInput,
  sha256: Sha256 = defaultSha256,
  blake2b512?: Blake2b512,
): VerifyResult {
  const reason = check(input, sha256, blake2b512);
  return reason === null ? { ok: true } : { ok: false, reason };
}
