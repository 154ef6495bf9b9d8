import { existsSync } from 'node:fs';
import type { AgentContext } from './context';
import { othersShare, readCpuTimes } from './cpu-load';
import { PauseRule } from './pause-rule';
import { sleep } from './wait';

const LOOK_EVERY_MS = 5000;
/** Sealing waits for nobody once it needs more than this share of the time to its deadline. */
const LATEST_SHARE = 1 / 3;
/** The operator's word is looked for more often: somebody waits for it. */
const LOOKS_FOR_WORD = 5;

/** Pauses and resumes sealing until aborted, by the operator's word and by the computer's load. */
export async function watchPause(
  ctx: Pick<AgentContext, 'config' | 'home' | 'log' | 'sealing' | 'signal'>,
  everyMs = LOOK_EVERY_MS,
): Promise<void> {
  const { config, home, log, sealing, signal } = ctx;
  const { pauseAbovePercent } = config.sealing;
  const rule = new PauseRule(pauseAbovePercent && pauseAbovePercent / 100);
  let before = readCpuTimes();
  while (!signal.aborted) {
    const now = readCpuTimes();
    const reason = rule.next({
      isHeld: existsSync(home.pause),
      others: othersShare(before, now),
      canWait: sealing.canWait(Date.now() / 1000, LATEST_SHARE),
    });
    before = now;
    if (reason !== sealing.paused) log.info('sealing', { paused: reason ?? false });
    sealing.pause(reason);
    for (let i = 0; i < LOOKS_FOR_WORD && !signal.aborted; i++) {
      await sleep(everyMs / LOOKS_FOR_WORD, signal);
      if (existsSync(home.pause) !== (sealing.paused === 'operator')) break;
    }
  }
}
