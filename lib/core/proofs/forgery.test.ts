import { describe, expect, it } from 'vitest';
import {
  encodeElement,
  FIELD_ORDER,
  fr32Pad,
  merkleRoot,
  nodesOf,
  porepChallenges,
  porepId,
  postChallenges,
  proverIdOf,
  replicaId,
  type SealParams,
  verifySeal,
  verifyWindowPoSt,
} from './index';
import {
  type Claim,
  commit,
  provePorep,
  provePost,
  referenceLabels,
} from './testing/reference-prover';

const PARAMS: SealParams = {
  sectorBytes: 2048,
  layers: 2,
  porepChallenges: 4,
  postChallenges: 4,
  droppedRows: 0,
};
const NODES = nodesOf(PARAMS.sectorBytes);
const SEED = new Uint8Array(32).fill(0x21);
const padded = fr32Pad(Uint8Array.from({ length: 2032 }, (_, i) => i * 13));
const data = Array.from({ length: NODES }, (_, v) => padded.slice(32 * v, 32 * v + 32));
const inputs = {
  proverId: proverIdOf(`0x${'a1'.repeat(20)}`),
  sectorId: 99n,
  ticket: new Uint8Array(32).fill(0x44),
  commD: merkleRoot(data),
};
const labels = referenceLabels(PARAMS, inputs);
const encoded = (keys: Uint8Array[]) => data.map((element, v) => encodeElement(element, keys[v]!));
const honest: Claim = { data, labels, sealed: encoded(labels[1]!) };
const replica = replicaId({ ...inputs, porepId: porepId(2048, 2) });
const challenged = porepChallenges(replica, SEED, NODES, PARAMS.porepChallenges);
const zeros = data.map(() => new Uint8Array(32));

function seal(claim: Claim) {
  const { commR } = commit(claim);
  const proof = provePorep(PARAMS, inputs, SEED, claim);
  return verifySeal({ ...inputs, params: PARAMS, seed: SEED, commR, proof });
}

function post(claim: Claim) {
  const { commR } = commit(claim);
  const { sectorId } = inputs;
  const proof = provePost(PARAMS, sectorId, SEED, claim);
  return verifyWindowPoSt({ params: PARAMS, sectorId, seed: SEED, commR, proof });
}

function replaced<T>(list: T[], index: number, value: T): T[] {
  return list.map((item, i) => (i === index ? value : item));
}

const rejected = (reason: string) => ({ ok: false, reason });

describe('a prover whose trees are consistent', () => {
  it('is accepted when honest', () => {
    expect(seal(honest)).toEqual({ ok: true });
    expect(post(honest)).toEqual({ ok: true });
  });

  it('leaves its inputs as they are, also Buffers', () => {
    const seed = Buffer.alloc(32, 0xff);
    postChallenges(seed, 1n, NODES, 1);
    expect(seed).toEqual(Buffer.alloc(32, 0xff));
  });

  it('is rejected when it computed no labels', () => {
    expect(seal({ data, labels: [zeros, zeros], sealed: data })).toEqual(
      rejected('label-mismatch'),
    );
  });

  it('is rejected when it computed the labels of another replica', () => {
    for (const other of [
      { ...inputs, sectorId: 98n },
      { ...inputs, proverId: new Uint8Array(32) },
    ]) {
      const theirs = referenceLabels(PARAMS, other);
      const claim = { data, labels: theirs, sealed: encoded(theirs[1]!) };
      expect(seal(claim)).toEqual(rejected('label-mismatch'));
    }
  });

  it.each([0, 1])('is rejected when one challenged label of layer index %i is made up', (layer) => {
    const forged = replaced(labels[layer]!, challenged[0]!, new Uint8Array(32).fill(1));
    const both = replaced(labels, layer, forged);
    expect(seal({ data, labels: both, sealed: encoded(both[1]!) })).toEqual(
      rejected('label-mismatch'),
    );
  });

  it('is rejected when it stores the data unencoded', () => {
    expect(seal({ ...honest, sealed: data })).toEqual(rejected('commr-mismatch'));
  });

  it('is rejected when it sealed other data', () => {
    const other = replaced(data, challenged[0]!, new Uint8Array(32).fill(7));
    const claim = {
      data: other,
      labels,
      sealed: other.map((e, v) => encodeElement(e, labels[1]![v]!)),
    };
    expect(seal(claim)).toEqual(rejected('commd-mismatch'));
  });

  it('is rejected when an element is not canonical', () => {
    const large = new Uint8Array(32).fill(0xff);
    const [first] = challenged;
    const labelled = { ...honest, labels: [replaced(labels[0]!, first!, large), labels[1]!] };
    expect(seal(labelled)).toEqual(rejected('non-canonical'));
    const sibling = { ...honest, sealed: replaced(honest.sealed, first! ^ 1, large) };
    if (!challenged.includes(first! ^ 1)) expect(seal(sibling)).toEqual(rejected('non-canonical'));

    const order = Uint8Array.from({ length: 32 }, (_, i) =>
      Number((FIELD_ORDER >> BigInt(8 * i)) & 255n),
    );
    const [leaf] = postChallenges(SEED, inputs.sectorId, NODES, 1);
    const stored = { ...honest, sealed: replaced(honest.sealed, leaf!, order) };
    expect(post(stored)).toEqual(rejected('non-canonical'));
    const below = order.slice();
    below[0]! -= 1;
    expect(post({ ...honest, sealed: replaced(honest.sealed, leaf!, below) })).toEqual({
      ok: true,
    });
  });

  it('cannot pass off an inner node as a leaf', () => {
    const { commR } = commit(honest);
    const proof = provePost(PARAMS, inputs.sectorId, SEED, honest);
    const shorter = { ...PARAMS, sectorBytes: 4096 };
    const result = verifyWindowPoSt({
      params: shorter,
      sectorId: inputs.sectorId,
      seed: SEED,
      commR,
      proof,
    });
    expect(result).toEqual(rejected('wrong-shape'));
  });
});
