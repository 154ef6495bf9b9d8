import { describe, expect, it } from 'vitest';
import { profileProblems } from './profile-check';
import { profiles } from './profiles';

const FILECOIN_FINALITY = 900 * 30;

describe('profileProblems', () => {
  it('finds none in the production profile on Filecoin without fast finality', () => {
    expect(profileProblems(profiles.production, FILECOIN_FINALITY)).toEqual([]);
  });

  it.each(Object.values(profiles))('finds none in $name on a local chain', (profile) => {
    expect(profileProblems(profile, 3 * profile.blockSeconds)).toEqual([]);
  });

  it('finds a root delay that ends before a period can be final', () => {
    const hasty = { ...profiles.production, rootDelayPeriods: 6 };
    expect(profileProblems(hasty, FILECOIN_FINALITY)).toEqual([
      'the root delay is 21600 s, but needs 34500 s',
    ]);
  });

  it('finds every deadline that a step of the platform could not keep', () => {
    const short = {
      ...profiles.production,
      silenceSeconds: 3600,
      sealingSeconds: 7200,
      startSeconds: 10_000,
      minRunwayPeriods: 6,
    };
    expect(profileProblems(short, FILECOIN_FINALITY)).toHaveLength(4);
    expect(profileProblems(profiles.dev, FILECOIN_FINALITY)).not.toEqual([]);
  });
});
