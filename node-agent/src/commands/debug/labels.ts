import { lastLabel } from '../../engine/load-debug';
import { hex } from './text';

/** Options of `debug labels`. */
export interface DebugLabelsOptions {
  porepId: Uint8Array;
  replicaId: Uint8Array;
  sectorBytes: number;
  layers: number;
  signal: AbortSignal;
}

/** Labels a whole graph and gives the last label of the last layer. */
export async function debugLabels({ signal, ...job }: DebugLabelsOptions) {
  const label = await lastLabel(job, { signal });
  return { sectorBytes: job.sectorBytes, layers: job.layers, lastLabel: hex(label) };
}
