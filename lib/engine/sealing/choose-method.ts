import { drgSeedOf, feistelHalfBits, porepId, type SealParams } from '../../core/proofs/sdr';
import { nodeSha256 } from '../verify/node-sha256';
import { Kernel } from '../wasm/kernel';
import { feistelTables } from './feistel-tables';
import { type LabelMethod, labellerOf } from './label-method';

/** Sectors below this are labelled faster than measured. */
const WORTH_MEASURING_BYTES = 2 ** 20;
const TRIAL_BYTES = 2 ** 15;
const TRIAL_NODES = TRIAL_BYTES / 32;
const ROUNDS = 6;

/** Labels a small layer again and again; returns how to repeat it and where the labels are. */
function trial(method: LabelMethod): { run: () => number; labels: () => Uint8Array } {
  const kernel = new Kernel();
  const id = porepId(TRIAL_BYTES, 2);
  const half = feistelHalfBits(TRIAL_NODES);
  const tables = kernel.put(feistelTables(id, TRIAL_NODES));
  kernel.call.initGraph(kernel.put(drgSeedOf(id, nodeSha256)), TRIAL_NODES, half, tables);
  const replica = kernel.put(new Uint8Array(32));
  const [before, now] = [kernel.allocate(TRIAL_BYTES), kernel.allocate(TRIAL_BYTES)];
  const label = labellerOf(method, kernel, { replica, layer: 2, now, before }, TRIAL_NODES);
  const run = () => {
    const start = performance.now();
    label(0, TRIAL_NODES);
    return performance.now() - start;
  };
  return { run, labels: () => kernel.view(now, TRIAL_BYTES) };
}

/** Milliseconds of the fastest of some rounds: what else runs on the machine only adds to a round. */
function measure(): Record<LabelMethod, number> & { agree: boolean } {
  const trials = { openssl: trial('openssl'), wasm: trial('wasm') };
  const best = { openssl: Number.POSITIVE_INFINITY, wasm: Number.POSITIVE_INFINITY };
  for (let i = 0; i < ROUNDS; i++) {
    for (const method of ['openssl', 'wasm'] as const) {
      best[method] = Math.min(best[method], trials[method].run());
    }
  }
  const agree = Buffer.compare(trials.openssl.labels(), trials.wasm.labels()) === 0;
  return { ...best, agree };
}

let faster: LabelMethod | undefined;

/**
 * The faster way to label on this machine, measured once per thread in about 30 ms. The portable
 * one should the other ever give anything else.
 */
export function fasterLabelMethod(params: SealParams): LabelMethod {
  if (params.sectorBytes < WORTH_MEASURING_BYTES) return 'wasm';
  if (faster === undefined) {
    const { openssl, wasm, agree } = measure();
    faster = agree && openssl < wasm ? 'openssl' : 'wasm';
  }
  return faster;
}
