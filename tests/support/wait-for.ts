import { waitUntil } from '@/scripts/lib/wait.mjs';

export interface WaitOptions {
  /** What is waited for, named in the error. */
  what?: string;
  seconds?: number;
  /** Milliseconds between two looks. */
  every?: number;
}

/** Polls until `condition` gives something truthy and returns it; an error counts as "not yet". */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { what = 'The condition', seconds = 90, every = 50 }: WaitOptions = {},
): Promise<NonNullable<T>> {
  return (await waitUntil(what, condition, { seconds, every })) as NonNullable<T>;
}
