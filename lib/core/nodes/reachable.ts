/** A node that was heard of within this time is taken for reachable; open inboxes refresh it. */
export const REACHABLE_MS = 30_000;

/** True if the node was heard of just now. */
export function isReachable(lastSeenAt: Date | null | undefined, now: Date): boolean {
  return lastSeenAt != null && now.getTime() - lastSeenAt.getTime() <= REACHABLE_MS;
}
