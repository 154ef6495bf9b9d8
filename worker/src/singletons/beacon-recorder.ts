import { chainContext } from '@/lib/server/chain';
import { runBeacon } from '@/lib/server/chain/beacon/run';
import type { Singleton } from '@/lib/server/singleton';

/** Opens each period and sees to its seed: recorded on a local chain, read on Filecoin. */
export const singleton: Singleton = {
  name: 'beacon-recorder',
  run: (signal, log) => runBeacon(chainContext, signal, log),
};
