// Holds a lock until it is killed.
import { lockHome } from '../store/lock';

await lockHome(process.argv[2] as string);
process.stdout.write('locked\n');
setInterval(() => undefined, 1000);
