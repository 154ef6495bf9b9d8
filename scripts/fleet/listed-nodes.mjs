/**
 * Operators that the portal offers to clients. It learns of a registration when its block is final,
 * a little after the node does.
 *
 * @returns {Promise<Set<string>>} lower-case addresses; empty while the portal does not answer
 */
export async function listedNodes(portalUrl) {
  const operators = new Set();
  let cursor;
  do {
    const url = new URL('/api/nodes?limit=100', portalUrl);
    if (cursor) url.searchParams.set('cursor', cursor);
    const response = await fetch(url).catch(() => undefined);
    if (!response?.ok) return new Set();
    const page = await response.json();
    for (const { operator } of page.nodes) operators.add(operator.toLowerCase());
    cursor = page.nextCursor;
  } while (cursor);
  return operators;
}
