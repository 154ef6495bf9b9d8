/** A holder that cannot be reached. */
export interface AwayHolder {
  node: string;
  /** Milliseconds; null if it should be there now. */
  returnsAt: number | null;
}

const MAX_NAMED = 5;

function short(node: string): string {
  return `${node.slice(0, 6)}…${node.slice(-4)}`;
}

function clock(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function list(items: readonly string[]): string {
  const named = items.slice(0, MAX_NAMED);
  const rest = items.length - named.length;
  if (rest > 0) named.push(`${rest} more`);
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** Says how many computers are needed and reachable, and when the others are to be back. */
export function explainShortage(
  needed: number,
  reachable: number,
  away: readonly AwayHolder[],
): string {
  const back = away
    .filter((a): a is { node: string; returnsAt: number } => a.returnsAt !== null)
    .sort((a, b) => a.returnsAt - b.returnsAt)
    .map((a) => `${short(a.node)} at ${clock(a.returnsAt)}`);
  const late = away.filter((a) => a.returnsAt === null).map((a) => short(a.node));
  const parts = [`${needed} computers are needed and ${reachable} can be reached.`];
  if (back.length > 0) parts.push(`Expected back: ${list(back)}.`);
  if (late.length > 0) parts.push(`Should be on now but do not answer: ${list(late)}.`);
  return parts.join(' ');
}
