import { describe, expect, it } from 'vitest';
import { createGraph, labelNode, nodesOf } from './index';
import vectors from './vectors/sdr-labels.json';

describe('labelNode', () => {
  it.each(vectors)('ends in the public label: $sectorBytes bytes, $layers layers', (vector) => {
    const nodes = nodesOf(vector.sectorBytes);
    const replica = Uint8Array.from(Buffer.from(vector.replicaIdHex, 'hex'));
    const graph = createGraph(Uint8Array.from(Buffer.from(vector.porepIdHex, 'hex')), nodes);
    const layers: Uint8Array[][] = [[]];
    for (let layer = 1; layer <= vector.layers; layer++) {
      const labels: Uint8Array[] = [];
      layers.push(labels);
      for (let v = 0; v < nodes; v++) {
        const labelOf = (l: number, node: number) => layers[l]![node]!;
        labels.push(labelNode(replica, layer, v, graph.parents(v), labelOf));
      }
    }
    const last = layers[vector.layers]![nodes - 1]!;
    expect(Buffer.from(last).toString('hex')).toBe(vector.lastLabelHex);
  });
});
