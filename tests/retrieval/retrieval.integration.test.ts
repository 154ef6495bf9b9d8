import { delivery } from './cases/delivery';
import { fewHolders } from './cases/few-holders';
import { interruptions } from './cases/interruptions';
import { requests } from './cases/requests';
import { retrievalWorld } from './world';

// One file, because a database of its own for each would take longer than its tests.
const world = retrievalWorld();
delivery(world);
fewHolders(world);
interruptions(world);
requests(world);
