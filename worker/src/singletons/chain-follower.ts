import { chainContext } from '@/lib/server/chain';
import { runFollower } from '@/lib/server/chain/follower/run';
import type { Singleton } from '@/lib/server/singleton';

/** Turns final blocks into rows: the only writer of what mirrors the chain. */
export const singleton: Singleton = {
  name: 'chain-follower',
  run: (signal, log) => runFollower(chainContext, signal, log),
};
