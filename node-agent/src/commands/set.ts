import { AppError } from '@/lib/core/errors';
import { declaredHours, longestGap, popcount } from '@/lib/core/nodes';
import { type AgentConfig, readConfig, writeConfig } from '../store/config';
import type { Home } from '../store/home';
import { lockOwner } from '../store/lock';
import type { Offer } from './init';

/** What shall change; what is absent stays. */
export interface OfferChange extends Partial<Offer> {
  lowPriority?: boolean;
  atOnce?: number;
  /** 1 to 100; null = never. */
  pauseAbovePercent?: number | null;
}

/** What `set` did. */
export interface SetResult {
  changed: string[];
  hoursPerWeek: number;
  /** Process of the agent that runs and has yet to be restarted. */
  running?: number;
}

const PARAMETERS = ['accepting', 'rate', 'maxSpan', 'minFileSize', 'maxFileSize'] as const;
const OTHERS = ['payout', 'capacityBytes', 'timeZone', 'windows', 'region'] as const;
const SEALING = ['lowPriority', 'pauseAbovePercent', 'atOnce'] as const;
/** The registry pays no proof for more than the longest gap and a day. */
const SPAN_SLACK = 24;

const isDefined = ([, value]: [string, unknown]) => value !== undefined;

function pick<K extends keyof Offer>(change: OfferChange, keys: readonly K[]) {
  return Object.fromEntries(
    keys.map((key): [string, unknown] => [key, change[key]]).filter(isDefined),
  ) as Partial<Pick<Offer, K>>;
}

/** What the registry would refuse later is refused here, while nothing has changed. */
function assertSpan(config: AgentConfig, hours: bigint): void {
  if (hours === 0n) {
    throw new AppError('AGENT_CONFIG_INVALID', 'The windows cover no whole hour of the week.');
  }
  const gap = longestGap(hours);
  const { maxSpan } = config.parameters;
  if (maxSpan > gap && maxSpan <= gap + SPAN_SLACK) return;
  const range = `from ${gap + 1} to ${gap + SPAN_SLACK}`;
  throw new AppError('AGENT_CONFIG_INVALID', `With these hours --max-span must be ${range}.`);
}

const textOf = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part));

/**
 * Changes what a home offers. The agent tells the registry at its next start; deals that run keep
 * what they agreed on.
 *
 * @throws AppError `AGENT_USAGE`, `AGENT_CONFIG_MISSING`, `AGENT_CONFIG_INVALID`
 */
export async function setOffer(home: Home, change: OfferChange, now: Date): Promise<SetResult> {
  if (!Object.entries(change).some(isDefined)) {
    throw new AppError('AGENT_USAGE', 'Say what to change, for example --rate or --accepting no.');
  }
  const before = await readConfig(home.config);
  const parameters = { ...before.parameters, ...pick(change, PARAMETERS) };
  const sealing = {
    lowPriority: change.lowPriority ?? before.sealing.lowPriority,
    atOnce: change.atOnce ?? before.sealing.atOnce,
    pauseAbovePercent:
      change.pauseAbovePercent === undefined
        ? before.sealing.pauseAbovePercent
        : (change.pauseAbovePercent ?? undefined),
  };
  const after: AgentConfig = { ...before, ...pick(change, OTHERS), parameters, sealing };
  const hours = declaredHours(after.windows, after.timeZone, now.toISOString());
  assertSpan(after, hours);
  const changed = [
    ...OTHERS.filter((key) => textOf(after[key]) !== textOf(before[key])),
    ...PARAMETERS.filter((key) => after.parameters[key] !== before.parameters[key]),
    ...SEALING.filter((key) => after.sealing[key] !== before.sealing[key]),
  ];
  if (changed.length > 0) await writeConfig(home.config, after);
  return { changed, hoursPerWeek: popcount(hours), running: await lockOwner(home.lock) };
}
