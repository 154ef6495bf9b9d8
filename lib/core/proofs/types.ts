/** SHA-256 of a message: 32 bytes out. Injected where speed matters; must not keep or change `data`. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Unkeyed BLAKE2b-512 of a message: 64 bytes out; the same rules. */
export type Blake2b512 = (data: Uint8Array) => Uint8Array;

/** A 0x-prefixed lower-case hex string, as viem uses it. */
export type Hex = `0x${string}`;

/** What fixes the shape of a sector and of its proofs. Part of a deal's profile, never chosen by a node. */
export interface SealParams {
  /** Sector size in bytes: a power of two, 2 KiB to 1 GiB. A node of the graph is 32 bytes. */
  sectorBytes: number;
  /** Layers of labels, 1 to 16; 2 in every profile. */
  layers: number;
  /** Nodes challenged by a PoRep, 1 to 65535. */
  porepChallenges: number;
  /** Leaves challenged by one Window PoSt of one sector, 1 to 65535. */
  postChallenges: number;
  /** Tree rows right above the leaves that a node recomputes instead of storing. Storage only, no proof byte depends on it. */
  droppedRows: number;
}

/**
 * Why a proof is not accepted.
 *
 * - `bad-input`: the public inputs (not the proof) are malformed
 * - `wrong-length`: the proof has not exactly the length that its challenges require
 * - `wrong-version`: first byte is not a known version
 * - `wrong-shape`: kind, sector size, layers or challenge count differ from the public inputs
 * - `non-canonical`: a 32-byte element is not below r (or not below 2^254 where that is the rule)
 * - `label-mismatch`: a recomputed label differs from its column
 * - `commd-mismatch`: the opened data is not under CommD
 * - `commr-mismatch`: the opened columns and sealed leaves are not under CommR
 * - `root-mismatch`: the openings of one PoSt lead to different roots
 */
export type ProofRejection =
  | 'bad-input'
  | 'wrong-length'
  | 'wrong-version'
  | 'wrong-shape'
  | 'non-canonical'
  | 'label-mismatch'
  | 'commd-mismatch'
  | 'commr-mismatch'
  | 'root-mismatch';

/** Outcome of a verification; verifiers return it and never throw on hostile bytes. */
export type VerifyResult = { ok: true } | { ok: false; reason: ProofRejection };

/** Public inputs of a replica: with `params` they determine every byte of the sealed file. */
export interface ReplicaInputs {
  /** 32 bytes, see `proverIdOf`. */
  proverId: Uint8Array;
  /** Unsigned 64 bit, see `sectorIdOf`. */
  sectorId: bigint;
  /** 32 raw bytes (not masked), see `ticketOf`. */
  ticket: Uint8Array;
  /** 32 bytes: root of the unsealed data tree. */
  commD: Uint8Array;
}

/** Everything that `verifySeal` needs. */
export interface VerifySealInput extends ReplicaInputs {
  params: SealParams;
  /** 32 raw bytes: the interactive seed, drawn after CommR was on chain. */
  seed: Uint8Array;
  /** 32 bytes. */
  commR: Uint8Array;
  /** The PoRep body. */
  proof: Uint8Array;
}

/** Everything that `verifyWindowPoSt` needs. */
export interface VerifyWindowPoStInput {
  params: SealParams;
  sectorId: bigint;
  /** 32 bytes. */
  commR: Uint8Array;
  /** 32 bytes: the per-slot seed of the period, see `slotPostSeed` (masked again here). */
  seed: Uint8Array;
  /** The PoSt body of this one sector. */
  proof: Uint8Array;
}
