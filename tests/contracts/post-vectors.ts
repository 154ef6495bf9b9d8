import { bytesToHex } from 'viem';
import {
  FIELD_ORDER,
  fr32Pad,
  merkleRoot,
  nodesOf,
  postChallenges,
  proverIdOf,
  type SealParams,
  treeDepth,
  verifyWindowPoSt,
} from '@/lib/core/proofs';
import { encodeElement } from '@/lib/core/proofs/field';
import { hashPair } from '@/lib/core/proofs/merkle';
import { proofHeader } from '@/lib/core/proofs/proof-header';
import { commit, provePost, referenceLabels } from '@/lib/core/proofs/testing/reference-prover';

// Vectors that the verifier in TypeScript and the one in Solidity must judge alike. What a case says
// about itself (`accepted`, `reason`) is the TypeScript verifier's word, never written by hand.

/** One case of contracts/test/fixtures/post-vectors.json. */
export interface PoStVector {
  name: string;
  accepted: boolean;
  /** Why TypeScript refuses; Solidity says only no. */
  reason: string;
  sectorBytes: number;
  challenges: number;
  sectorId: string;
  seed: string;
  commR: string;
  proof: string;
}

/** Public inputs, the parameters short. */
export interface Inputs {
  sectorBytes: number;
  challenges: number;
  sectorId: bigint;
  seed: Uint8Array;
}

/** A proof and what it is checked against. */
export interface Made extends Inputs {
  commR: Uint8Array;
  proof: Uint8Array;
}

const MIB = 1 << 20;
const paramsOf = ({ sectorBytes, challenges }: Inputs): SealParams => ({
  sectorBytes,
  layers: 2,
  porepChallenges: 2,
  postChallenges: challenges,
  droppedRows: 0,
});

/** `value` as 32 little-endian bytes. */
function element(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

/** Bytes that look random and are always the same; the last one keeps them below r. */
function filler(text: string): Uint8Array {
  let state = 0x811c9dc5;
  for (const char of text) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193) >>> 0;
  const bytes = Uint8Array.from({ length: 32 }, () => {
    state = (Math.imul(state, 0x41c64e6d) + 0x3039) >>> 0;
    return state >>> 24;
  });
  bytes[31]! %= 0x73;
  return bytes;
}

/** A tree of which only a few leaves are not zero, as tall as one likes. */
function sparseTree(depth: number, leaves: ReadonlyMap<number, Uint8Array>) {
  const empty: Uint8Array[] = [new Uint8Array(32)];
  for (let i = 0; i < depth; i++) empty.push(hashPair(empty[i]!, empty[i]!));
  const rows: Map<number, Uint8Array>[] = [new Map(leaves)];
  const nodeAt = (level: number, index: number) => rows[level]?.get(index) ?? empty[level]!;
  for (let level = 0; level < depth; level++) {
    const above = new Map<number, Uint8Array>();
    for (const index of rows[level]!.keys()) {
      const left = index - (index % 2);
      above.set(left / 2, hashPair(nodeAt(level, left), nodeAt(level, left + 1)));
    }
    rows.push(above);
  }
  const path = (leaf: number) =>
    Array.from({ length: depth }, (_, level) => nodeAt(level, Math.floor(leaf / 2 ** level) ^ 1));
  return { root: nodeAt(depth, 0), leaf: (index: number) => nodeAt(0, index), path };
}

/** The proof of a sector in which only the challenged leaves and their neighbours are not zero. */
export function sparse(
  inputs: Inputs,
  change: { leaf?: Uint8Array; neighbour?: Uint8Array; commC?: Uint8Array } = {},
): Made {
  const nodes = nodesOf(inputs.sectorBytes);
  const asked = postChallenges(inputs.seed, inputs.sectorId, nodes, inputs.challenges);
  const leaves = new Map<number, Uint8Array>();
  for (const index of asked) {
    leaves.set(index, filler(`leaf ${index}`));
    if (!asked.includes(index ^ 1)) leaves.set(index ^ 1, filler(`leaf ${index ^ 1}`));
  }
  const first = asked[0]!;
  if (change.leaf) leaves.set(first, change.leaf);
  if (change.neighbour) leaves.set(first ^ 1, change.neighbour);
  const tree = sparseTree(treeDepth(inputs.sectorBytes), leaves);
  const commC = change.commC ?? hashPair(filler('columns'), filler('more columns'));
  const openings = asked.flatMap((index) => [tree.leaf(index), ...tree.path(index)]);
  const header = proofHeader('windowPost', paramsOf(inputs));
  const proof = Uint8Array.from([...header, ...commC, ...openings.flatMap((node) => [...node])]);
  return { ...inputs, commR: hashPair(commC, tree.root), proof };
}

/** The proof of a sector that was really sealed. */
function sealed(inputs: Inputs): Made {
  const params = paramsOf(inputs);
  const padded = fr32Pad(Uint8Array.from({ length: 2032 }, (_, i) => i * 7));
  const data = Array.from({ length: 64 }, (_, v) => padded.slice(32 * v, 32 * v + 32));
  const labels = referenceLabels(params, {
    proverId: proverIdOf(`0x${'c3'.repeat(20)}`),
    sectorId: inputs.sectorId,
    ticket: filler('ticket'),
    commD: merkleRoot(data),
  });
  const replica = data.map((value, v) => encodeElement(value, labels[1]![v]!));
  const claim = { data, labels, sealed: replica };
  const proof = provePost(params, inputs.sectorId, inputs.seed, claim);
  return { ...inputs, commR: commit(claim).commR, proof };
}

/** With one challenge and siblings that nothing hashes to: the only way to a strange sibling high up. */
function withSibling(inputs: Inputs, level: number, sibling: Uint8Array): Made {
  const made = sparse({ ...inputs, challenges: 1 });
  const proof = made.proof.slice();
  proof.set(sibling, 40 + 32 * (level + 1));
  const nodes = nodesOf(made.sectorBytes);
  let index = postChallenges(made.seed, made.sectorId, nodes, 1)[0]!;
  let node = proof.slice(40, 72);
  for (let at = 72; at < proof.length; at += 32, index = Math.floor(index / 2)) {
    const beside = proof.slice(at, at + 32);
    node = (index % 2 === 1 ? hashPair(beside, node) : hashPair(node, beside)) as typeof node;
  }
  return { ...made, proof, commR: hashPair(proof.slice(8, 40), node) };
}

function judged(name: string, made: Made): PoStVector {
  const { sectorId, seed, commR, proof } = made;
  const result = verifyWindowPoSt({ params: paramsOf(made), sectorId, seed, commR, proof });
  return {
    name,
    accepted: result.ok,
    reason: result.ok ? '' : result.reason,
    sectorBytes: made.sectorBytes,
    challenges: made.challenges,
    sectorId: sectorId.toString(),
    seed: bytesToHex(seed),
    commR: bytesToHex(commR),
    proof: bytesToHex(proof),
  };
}

function patched(made: Made, at: number, ...bytes: number[]): Made {
  const proof = made.proof.slice();
  proof.set(bytes, at);
  return { ...made, proof };
}

/** Every case, always the same. */
export function postVectors(): PoStVector[] {
  const seed = filler('seed');
  const small = { sectorBytes: 2048, challenges: 2, sectorId: 0x0102030405060708n, seed };
  const base = sparse(small);
  const otherSeed = filler('other seed');
  const bit254 = element((1n << 254n) + 12345n);
  return [
    judged('2 KiB sealed, 2 challenges', sealed(small)),
    judged('2 KiB sealed, 10 challenges', sealed({ ...small, challenges: 10 })),
    judged('2 KiB, one challenge', sparse({ ...small, challenges: 1 })),
    judged('2 KiB, more challenges than a byte holds', sparse({ ...small, challenges: 258 })),
    judged('1 MiB', sparse({ ...small, sectorBytes: MIB, challenges: 10 })),
    judged('8 MiB', sparse({ ...small, sectorBytes: 8 * MIB, challenges: 10 })),
    judged('512 MiB', sparse({ ...small, sectorBytes: 512 * MIB, challenges: 10 })),
    judged(
      '512 MiB, other seed',
      sparse({ ...small, sectorBytes: 512 * MIB, challenges: 10, seed: otherSeed }),
    ),
    judged('1 GiB', sparse({ ...small, sectorBytes: 1024 * MIB, challenges: 3 })),
    judged('largest sector number', sparse({ ...small, sectorId: (1n << 64n) - 1n })),
    judged('sector number zero', sparse({ ...small, sectorId: 0n })),
    judged('seed with its top bits set', sparse({ ...small, seed: new Uint8Array(32).fill(0xff) })),
    judged('leaf with bit 254 set', sparse(small, { leaf: bit254 })),
    judged('leaf r − 1', sparse(small, { leaf: element(FIELD_ORDER - 1n) })),
    judged('leaf r', sparse(small, { leaf: element(FIELD_ORDER) })),
    judged('leaf r + 1', sparse(small, { leaf: element(FIELD_ORDER + 1n) })),
    judged('leaf of ones', sparse(small, { leaf: new Uint8Array(32).fill(0xff) })),
    judged('leaf with the top byte of r', sparse(small, { leaf: element(0x73n << 248n) })),
    judged('neighbour r − 1', sparse(small, { neighbour: element(FIELD_ORDER - 1n) })),
    judged('neighbour r', sparse(small, { neighbour: element(FIELD_ORDER) })),
    judged('sibling r − 1 below the root', withSibling(small, 5, element(FIELD_ORDER - 1n))),
    judged('sibling r below the root', withSibling(small, 5, element(FIELD_ORDER))),
    judged('sibling r in the middle', withSibling(small, 3, element(FIELD_ORDER))),
    judged('CommC 2^254 − 1', sparse(small, { commC: element((1n << 254n) - 1n) })),
    judged('CommC 2^254', sparse(small, { commC: element(1n << 254n) })),
    judged('empty', { ...base, proof: new Uint8Array() }),
    judged('header alone', { ...base, proof: base.proof.slice(0, 8) }),
    judged('one byte short', { ...base, proof: base.proof.slice(0, -1) }),
    judged('one byte long', { ...base, proof: Uint8Array.from([...base.proof, 0]) }),
    judged('one challenge short', { ...base, proof: base.proof.slice(0, -224) }),
    judged('version 2', patched(base, 0, 2)),
    judged('a PoRep', patched(base, 1, 1)),
    judged('another sector size', patched(base, 2, 12)),
    judged('layers named', patched(base, 3, 2)),
    judged('another number of challenges', patched(base, 5, 3)),
    judged('reserved bytes set', patched(base, 7, 1)),
    judged('CommR of another sector', { ...base, commR: filler('commR') }),
    judged('seed of another period', { ...base, seed: otherSeed }),
    judged('another sector number', { ...base, sectorId: base.sectorId + 1n }),
    judged('CommR with its top bits set', { ...base, commR: topBits(base.commR) }),
    judged('challenges given twice', { ...base, proof: twice(base.proof) }),
    judged('no challenges', { ...base, challenges: 0, proof: base.proof.slice(0, 40) }),
    judged('sector of 1 KiB', { ...base, sectorBytes: 1024 }),
    judged('sector of 2 GiB', { ...base, sectorBytes: 2048 * MIB }),
    judged('sector of no power of two', { ...base, sectorBytes: 3072 }),
  ];
}

function topBits(hash: Uint8Array): Uint8Array {
  return Uint8Array.from(hash, (byte, i) => (i === 31 ? byte | 0x80 : byte));
}

/** The first opening in place of the second as well. */
function twice(proof: Uint8Array): Uint8Array {
  const out = proof.slice();
  out.set(proof.subarray(40, 264), 264);
  return out;
}

/** Text of the file that forge reads. */
export function postVectorsJson(): string {
  return `${JSON.stringify({ count: postVectors().length, cases: postVectors() }, null, 2)}\n`;
}
