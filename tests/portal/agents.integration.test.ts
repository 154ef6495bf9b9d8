import { agentWorld } from './agents/agent-world';
import { porepIntake } from './agents/porep-intake';
import { postIntake } from './agents/post-intake';
import { shardsOfAnAgent } from './agents/shards';
import { slotsOfAnAgent } from './agents/slots';

// One file, because it takes longer to start a database than to run these tests.
const agent = agentWorld();
slotsOfAnAgent(agent);
shardsOfAnAgent(agent);
porepIntake(agent);
postIntake(agent);
