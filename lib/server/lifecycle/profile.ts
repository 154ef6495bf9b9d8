import { type Profile, profiles } from '@/lib/core/protocol/profiles';
import { serverEnv } from '@/lib/server/env';

/** The profile of this network. */
export function profile(): Profile {
  return profiles[serverEnv().profile];
}
