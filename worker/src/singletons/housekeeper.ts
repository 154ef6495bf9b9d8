import { housekeepingTasks, keepHouse } from '@/lib/server/housekeeping';
import type { Singleton } from '@/lib/server/singleton';

/** Looks at rows for what has become due: periods, ends, silent nodes, deadlines, lost jobs. */
export const singleton: Singleton = {
  name: 'housekeeper',
  run: (signal, log) => keepHouse(housekeepingTasks(), signal, log),
};
