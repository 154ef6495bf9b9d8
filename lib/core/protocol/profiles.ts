/** Names of the built-in network profiles. */
export type ProfileName = 'test' | 'dev' | 'production';

/**
 * Everything that differs between a test run, a local network and the real one.
 * Times are seconds, spans are proving periods, sizes are bytes.
 */
export interface Profile {
  readonly name: ProfileName;
  /** T: length of one proving period. */
  readonly periodSeconds: number;
  /** True when hours run faster than real ones; the interface then says so. */
  readonly simulatedClock: boolean;
  /** Local chain only: seconds between blocks. */
  readonly blockSeconds: number;
  /** Sector sizes that a deal may use, ascending powers of two. */
  readonly sectorBytes: readonly number[];
  readonly layers: number;
  readonly porepChallenges: number;
  readonly postChallenges: number;
  /** Bottom rows of the sealed tree that are recomputed instead of kept. */
  readonly droppedRows: number;
  /** Epochs between preCommit and the interactive seed on a local chain (Filecoin: 150). */
  readonly localSeedDelay: number;
  /** A period's root is taken until so many periods after it; longer than finality takes. */
  readonly rootDelayPeriods: number;
  readonly disputeWindowPeriods: number;
  /** From publication until every slot must be proved. */
  readonly sealingSeconds: number;
  /** From publication until the client must have started the deal. */
  readonly startSeconds: number;
  /** How long an offered node may stay silent before the slot goes to another. */
  readonly silenceSeconds: number;
  readonly sealRewardPeriods: number;
  readonly minRunwayPeriods: number;
  readonly minDurationPeriods: number;
  readonly maxDurationPeriods: number;
  /** Data shards per segment unless the client asks otherwise. */
  readonly defaultDataShards: number;
  /** Seconds after a period's end during which late proofs of it still count. */
  readonly closeGraceSeconds: number;
  /** Settle on chain every so many periods. */
  readonly settleEveryPeriods: number;
  /** A holder that has sent nothing for so long is replaced by another in a retrieval. */
  readonly retrievalStallSeconds: number;
  readonly uploadTtlSeconds: number;
  /** A plan that is not confirmed for so long ends its deal. */
  readonly reviewSeconds: number;
}

const KIB = 1024;
const MIB = KIB * KIB;
const HOUR = 3600;

const production: Profile = {
  name: 'production',
  periodSeconds: HOUR,
  simulatedClock: false,
  blockSeconds: 30,
  sectorBytes: [8, 16, 32, 64, 128, 256, 512].map((n) => n * MIB),
  layers: 2,
  porepChallenges: 176,
  postChallenges: 10,
  droppedRows: 10,
  localSeedDelay: 3,
  // A Filecoin node without fast finality calls a block final after 7.5 h: see profile-check.ts.
  rootDelayPeriods: 12,
  disputeWindowPeriods: 12,
  sealingSeconds: 36 * HOUR,
  startSeconds: 72 * HOUR,
  silenceSeconds: 16 * HOUR,
  sealRewardPeriods: 24,
  minRunwayPeriods: 48,
  minDurationPeriods: 24,
  maxDurationPeriods: 24 * 540,
  defaultDataShards: 8,
  closeGraceSeconds: 300,
  settleEveryPeriods: 24,
  retrievalStallSeconds: 120,
  uploadTtlSeconds: 48 * HOUR,
  reviewSeconds: 48 * HOUR,
};

const dev: Profile = {
  ...production,
  name: 'dev',
  periodSeconds: 60,
  simulatedClock: true,
  blockSeconds: 2,
  sectorBytes: [1, 2, 4, 8].map((n) => n * MIB),
  porepChallenges: 10,
  droppedRows: 6,
  rootDelayPeriods: 6,
  disputeWindowPeriods: 1,
  sealingSeconds: 20 * 60,
  startSeconds: 40 * 60,
  silenceSeconds: 3 * 60,
  minRunwayPeriods: 6,
  minDurationPeriods: 6,
  defaultDataShards: 4,
  closeGraceSeconds: 5,
  settleEveryPeriods: 1,
  retrievalStallSeconds: 20,
};

const test: Profile = {
  ...dev,
  name: 'test',
  periodSeconds: 20,
  blockSeconds: 1,
  sectorBytes: [2 * KIB],
  porepChallenges: 2,
  postChallenges: 2,
  droppedRows: 0,
  sealingSeconds: 10 * 60,
  startSeconds: 20 * 60,
  silenceSeconds: 60,
  defaultDataShards: 2,
  closeGraceSeconds: 3,
  retrievalStallSeconds: 5,
};

/** The profiles by name. */
export const profiles: Readonly<Record<ProfileName, Profile>> = { test, dev, production };
