import { AppError } from '@/lib/core/errors';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import type { FleetNode } from './fleet-client';
import type { DealRun } from './run-deal';
import { waitUntil } from './wait';

const holders = (deal: DealSnapshot) =>
  new Set(deal.slots.filter((slot) => slot.state === 'LIVE').map((slot) => slot.node));

/** Stops `count` of the computers that hold this deal's sectors, through the fleet's supervisor. */
export async function stopHolders(run: DealRun, deal: DealSnapshot, count: number) {
  const holding = holders(deal);
  const nodes = (await run.fleet.nodes()).filter((node) => holding.has(node.operator as never));
  if (nodes.length < count) {
    throw new AppError(
      'FLEET_TOO_SMALL',
      `${count} nodes should go down, but only ${nodes.length} of the local fleet hold this deal.`,
    );
  }
  const chosen = nodes.slice(0, count);
  for (const node of chosen) await run.fleet.command(node.index, 'stop');
  await waitForState(run, chosen, (node) => node.pid === null, 'the nodes to stop');
  return chosen;
}

/** Starts them again. */
export async function startNodes(run: DealRun, nodes: readonly FleetNode[]) {
  for (const node of nodes) await run.fleet.command(node.index, 'start');
  await waitForState(run, nodes, (node) => node.pid !== null, 'the nodes to come back');
}

function waitForState(
  run: DealRun,
  chosen: readonly FleetNode[],
  isThere: (node: FleetNode) => boolean,
  what: string,
) {
  const wanted = new Set(chosen.map((node) => node.index));
  return waitUntil(
    () => run.fleet.nodes(),
    (nodes) => nodes.filter((node) => wanted.has(node.index)).every(isThere),
    { what, timeoutSeconds: 60 },
  );
}
