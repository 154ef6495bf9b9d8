import { sha256 } from '@noble/hashes/sha2';
import { describe, expect, it } from 'vitest';
import {
  encodeElement,
  fr32Pad,
  type Hex,
  nodesOf,
  pieceCidV2,
  porepChallenges,
  porepId,
  postChallenges,
  proverIdOf,
  replicaId,
  verifySeal,
  verifyWindowPoSt,
} from './index';
import { commit, provePorep, provePost, referenceLabels } from './testing/reference-prover';
import vector from './vectors/sector.json';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

// The vector was made by the engine; here the plain implementation makes everything once more.
describe('the sector vector', () => {
  const { params } = vector;
  const nodes = nodesOf(params.sectorBytes);
  const payload = new Uint8Array((params.sectorBytes / 128) * 127);
  for (let i = 0; i < vector.payloadBytes; i++) {
    payload[i] = i * 31 + (i >>> 8) * 17 + (i >>> 16) * 7;
  }
  const padded = fr32Pad(payload);
  const data = Array.from({ length: nodes }, (_, v) => padded.slice(32 * v, 32 * v + 32));
  const inputs = {
    proverId: proverIdOf(vector.operator as Hex),
    sectorId: BigInt(vector.sectorId),
    ticket: unhex(vector.ticket),
    commD: unhex(vector.commD),
  };
  const seed = unhex(vector.seed);
  const labels = referenceLabels(params, inputs);
  const sealed = data.map((element, v) => encodeElement(element, labels[1]![v]!));
  const claim = { data, labels, sealed };
  const id = porepId(params.sectorBytes, params.layers);
  const replica = replicaId({ ...inputs, porepId: id });

  it('has the ids, labels and commitments', () => {
    const found = commit(claim);
    expect(hex(id)).toBe(vector.porepId);
    expect(hex(found.commD)).toBe(vector.commD);
    expect(pieceCidV2(found.commD, vector.payloadBytes, params.sectorBytes)).toBe(
      vector.pieceCidV2,
    );
    expect(hex(replica)).toBe(vector.replicaId);
    expect(hex(labels[0]![0]!)).toBe(vector.layer1FirstLabel);
    expect(hex(labels[0]!.at(-1)!)).toBe(vector.layer1LastLabel);
    expect(hex(labels[1]![0]!)).toBe(vector.layer2FirstLabel);
    expect(hex(labels[1]!.at(-1)!)).toBe(vector.layer2LastLabel);
    expect(hex(sha256(Buffer.concat(sealed)))).toBe(vector.sealedSha256);
    expect(hex(found.commC)).toBe(vector.commC);
    expect(hex(found.sealed.at(-1)![0]!)).toBe(vector.commRLast);
    expect(hex(found.commR)).toBe(vector.commR);
  });

  it('has the challenges and both proofs, which verify', () => {
    const commR = unhex(vector.commR);
    expect(porepChallenges(replica, seed, nodes, params.porepChallenges)).toEqual(
      vector.porepChallenges,
    );
    const porep = provePorep(params, inputs, seed, claim);
    expect(porep.length).toBe(vector.porepBytes);
    expect(hex(sha256(porep))).toBe(vector.porepSha256);
    expect(verifySeal({ ...inputs, params, seed, commR, proof: porep })).toEqual({ ok: true });

    const { sectorId } = inputs;
    expect(postChallenges(seed, sectorId, nodes, params.postChallenges)).toEqual(
      vector.postChallenges,
    );
    const post = provePost(params, sectorId, seed, claim);
    expect(post.length).toBe(vector.postBytes);
    expect(hex(sha256(post))).toBe(vector.postSha256);
    expect(verifyWindowPoSt({ params, sectorId, seed, commR, proof: post })).toEqual({ ok: true });
  });
});
