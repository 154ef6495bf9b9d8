import { describe, expect, it } from 'vitest';
import { createGraph, labelNode, porepId } from '../../core/proofs';
import vectors from '../../core/proofs/vectors/sdr-labels.json';
import { TEST_PARAMS } from '../testing/make-sector';
import { fasterLabelMethod } from './choose-method';
import { LabelMachine } from './label-machine';
import type { LabelMethod } from './label-method';

const METHODS: LabelMethod[] = ['openssl', 'wasm'];

describe.each(METHODS)('LabelMachine by %s', (method) => {
  it.each(vectors)('ends in the public label: $sectorBytes bytes, $layers layers', (vector) => {
    const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
    const params = { ...TEST_PARAMS, sectorBytes: vector.sectorBytes, layers: vector.layers };
    const replica = bytes(vector.replicaIdHex);
    const machine = new LabelMachine(params, replica, bytes(vector.porepIdHex), method);
    for (let layer = 1; layer <= vector.layers; layer++) machine.next(() => {});
    const last = machine.labels(vector.sectorBytes / 32 - 1, 1);
    expect(Buffer.from(last).toString('hex')).toBe(vector.lastLabelHex);
  });

  it.each([1, 2, 3])('gives the labels of the reference with %i layers', (layers) => {
    const replica = new Uint8Array(32).fill(0x09);
    const params = { ...TEST_PARAMS, layers };
    const machine = new LabelMachine(params, replica, undefined, method);
    const graph = createGraph(porepId(params.sectorBytes, layers), 64);
    const known: Uint8Array[][] = [[]];
    for (let layer = 1; layer <= layers; layer++) {
      machine.next(() => {});
      known.push([]);
      for (let v = 0; v < 64; v++) {
        const labelOf = (l: number, node: number) => known[l]![node]!;
        known[layer]!.push(labelNode(replica, layer, v, graph.parents(v), labelOf));
        expect(machine.labels(v, 1).slice()).toEqual(known[layer]![v]);
      }
    }
  });
});

describe('fasterLabelMethod', () => {
  it('chooses once, and one of the two', () => {
    const params = { ...TEST_PARAMS, sectorBytes: 2 ** 20 };
    const chosen = fasterLabelMethod(params);
    expect(METHODS).toContain(chosen);
    expect(fasterLabelMethod(params)).toBe(chosen);
  });
});
