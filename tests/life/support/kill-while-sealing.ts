import fs from 'node:fs';
import path from 'node:path';
import type { FleetNode } from '@/scripts/demo/fleet-client';

/** Files that a seal makes after its first and before its last step. */
const STEP_FILE = /(layer-|tree-[dc])/;

/**
 * Kills a node's agent with -9 the moment that a step of a seal appears on its disk. The fleet's
 * supervisor starts it again.
 *
 * @returns the file that was seen, once it happened
 */
export function killWhileSealing(node: FleetNode): Promise<string> {
  return new Promise((resolve) => {
    const watcher = fs.watch(path.join(node.home, 'sectors'), { recursive: true });
    watcher.on('change', (_event, name) => {
      const file = String(name);
      if (!STEP_FILE.test(file) || node.pid === null) return;
      watcher.close();
      process.kill(node.pid, 'SIGKILL');
      resolve(file);
    });
  });
}
