import type { Profile } from './profiles';

/** Periods that are left to close a period, and to get its root mined, once its events are final. */
const POSTING_PERIODS = 2;

interface Rule {
  /** What must not be shorter, in words. */
  what: string;
  seconds: number;
  least: number;
}

/**
 * What in a profile's times cannot work on a chain that calls a block final only after
 * `finalitySeconds`: the platform acts on final blocks, so each of its steps takes that long.
 *
 * @returns a sentence per contradiction; empty for a profile that fits
 */
export function profileProblems(profile: Profile, finalitySeconds: number): string[] {
  const { periodSeconds: period } = profile;
  const rules: Rule[] = [
    {
      // A period is closed when the block after its grace is final; then its root must be mined.
      what: 'the root delay',
      seconds: profile.rootDelayPeriods * period,
      least: finalitySeconds + profile.closeGraceSeconds + POSTING_PERIODS * period,
    },
    {
      // A node is told of its slot when the publication is final; as long again to answer.
      what: 'the time until an offered node counts as silent',
      seconds: profile.silenceSeconds,
      least: 2 * finalitySeconds,
    },
    {
      // The verdict on a PoRep waits for its final `CommitProved`.
      what: 'the sealing time',
      seconds: profile.sealingSeconds,
      least: profile.silenceSeconds + finalitySeconds,
    },
    {
      // After the last seal: its commitment final, its verdict final, then it is the client's turn.
      what: 'the time until a deal must be started',
      seconds: profile.startSeconds,
      least: profile.sealingSeconds + 2 * finalitySeconds + period,
    },
    {
      // A warning of an empty balance, and the top-up that follows it, must both come in time.
      what: 'the minimum runway',
      seconds: profile.minRunwayPeriods * period,
      least: 2 * finalitySeconds,
    },
  ];
  return rules
    .filter(({ seconds, least }) => seconds < least)
    .map(({ what, seconds, least }) => `${what} is ${seconds} s, but needs ${least} s`);
}
