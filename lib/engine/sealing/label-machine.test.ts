import { describe, expect, it } from 'vitest';
import { createGraph, labelNode, porepId } from '../../core/proofs';
import vectors from '../../core/proofs/vectors/sdr-labels.json';
import { TEST_PARAMS } from '../testing/make-sector';
import { LabelMachine } from './label-machine';

describe('LabelMachine', () => {
  it.each(vectors)('ends in the public label: $sectorBytes bytes, $layers layers', (vector) => {
    const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
    const params = { ...TEST_PARAMS, sectorBytes: vector.sectorBytes, layers: vector.layers };
    const replica = bytes(vector.replicaIdHex);
    const machine = new LabelMachine(params, replica, bytes(vector.porepIdHex));
    for (let layer = 1; layer <= vector.layers; layer++) machine.next(() => {});
    const last = machine.labels(vector.sectorBytes / 32 - 1, 1);
    expect(Buffer.from(last).toString('hex')).toBe(vector.lastLabelHex);
  });

  it.each([1, 2, 3])('gives the labels of the reference with %i layers', (layers) => {
    const replica = new Uint8Array(32).fill(0x09);
    const params = { ...TEST_PARAMS, layers };
    const machine = new LabelMachine(params, replica);
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
