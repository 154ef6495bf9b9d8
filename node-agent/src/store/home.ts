import os from 'node:os';
import path from 'node:path';

/** Every path inside an agent's home folder. */
export interface Home {
  dir: string;
  config: string;
  keystore: string;
  lock: string;
  /** While this file is there, sealing stands still. */
  pause: string;
  /** What the running agent says about itself, for `status`. */
  status: string;
  /** Chain identity and inbox position. */
  state: string;
  slots: string;
  sectors: string;
  retrievals: string;
  /** Proofs of recent periods with their receipts. */
  posts: string;
  /** Network that the agent served last, for when the portal is away. */
  network: string;
}

/** Paths of a home: the flag, else the environment, else `~/.micro-node`. */
export function homeAt(flag: string | undefined, fromEnv: string | undefined): Home {
  const dir = path.resolve(flag ?? fromEnv ?? path.join(os.homedir(), '.micro-node'));
  const at = (name: string) => path.join(dir, name);
  return {
    dir,
    config: at('config.json'),
    keystore: at('keystore.json'),
    lock: at('agent.lock'),
    pause: at('sealing-paused'),
    status: at('status.json'),
    state: at('state.json'),
    slots: at('slots'),
    sectors: at('sectors'),
    retrievals: at('retrievals'),
    posts: at('posts'),
    network: at('network.json'),
  };
}
