import { describe, expect, it } from 'vitest';
import { profileProblems } from '@/lib/core/protocol/profile-check';
import { profiles } from '@/lib/core/protocol/profiles';
import { finalitySeconds, knownChains } from './clients';

/** Profiles by the chains that they are for. */
const pairs = knownChains.flatMap((traits) =>
  (traits.local ? Object.values(profiles) : [profiles.production]).map(
    (profile) => [traits.chain.name, profile.name, traits, profile] as const,
  ),
);

describe('the times of every profile', () => {
  it.each(pairs)('leave %s time to finalise: %s', (_chain, _name, traits, profile) => {
    const seconds = finalitySeconds(traits, profile.blockSeconds);
    expect(seconds).toBeGreaterThan(0);
    expect(profileProblems(profile, seconds)).toEqual([]);
  });
});
