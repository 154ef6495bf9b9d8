import type { Address } from 'viem';
import { microNodeRegistryAbi, proofLedgerAbi, storageDealAbi } from '@/lib/core/chain/abi';
import type { ChainWorld } from './chain-world';
import { min } from './money';
import { type LoggedDeal, Rebuilt, recordOf } from './rebuild';

const DEAL_STATES = ['Pending', 'Active', 'Completed', 'Cancelled'];
const SLOT_STATES = ['Vacant', 'Offered', 'PreCommitted', 'Proved', 'Live', 'Ended'];
const lower = (address: string) => address.toLowerCase() as Address;

/** Everything that logs tell, and beside it what the contracts' storage says. */
export async function logsAndStorage(chain: ChainWorld) {
  const logs = await chain.client.getLogs({ fromBlock: 0n });
  const rebuilt = new Rebuilt(logs);
  const deals = [...rebuilt.deals];
  const nodes = [...rebuilt.nodes];
  const roots = [...rebuilt.roots];
  return {
    logs: {
      deals: deals.map(([address, deal]) => ({ address, ...summaryOf(deal) })),
      nodes: nodes.map(([operator, node]) => ({ operator, ...node })),
      roots,
      admitted: [...rebuilt.admitted],
      nodeCount: nodes.length,
    },
    storage: {
      deals: await Promise.all(deals.map(([address, deal]) => dealOf(chain, address, deal))),
      nodes: await Promise.all(nodes.map(([operator]) => nodeOf(chain, operator))),
      roots: await Promise.all(
        roots.map(async ([period]) => [period, await rootOf(chain, period)] as const),
      ),
      admitted: await admittedOf(
        chain,
        deals.map(([address]) => address),
      ),
      nodeCount: await chain.client.readContract({
        ...registryOf(chain),
        functionName: 'nodeCount',
      }),
    },
  };
}

function summaryOf(deal: LoggedDeal) {
  const { state, client, slotsRoot, slotsDigest, start, end, fundedUntil, closedAt } = deal;
  const ends = [end, fundedUntil, ...(closedAt === null ? [] : [closedAt])];
  const isOver = state === 'Completed' || state === 'Cancelled';
  const heads = deal.slots.map((list) => list.at(-1)!);
  const count = (wanted: string) =>
    isOver ? 0 : heads.filter((head) => head.state === wanted).length;
  const credits = [...deal.credits].filter(([, amount]) => amount !== 0n).sort();
  return {
    ...{ state: state as string, client, slotsRoot, slotsDigest, start, end, fundedUntil },
    accrualEnd: ends.reduce((a, b) => min(a, b)),
    live: count('Live'),
    proved: count('Proved'),
    purse: [deal.settled, deal.rewardsPaid, deal.refunded, deal.feesPaid],
    credited: credits.reduce((sum, [, amount]) => sum + amount, 0n),
    credits,
    slots: deal.slots.map((list, slot) => list.map((_, g) => recordOf(deal, slot, g))),
  };
}

async function dealOf(chain: ChainWorld, address: Address, logged: LoggedDeal) {
  const call = { address, abi: storageDealAbi } as const;
  const { readContract } = chain.client;
  const accounts = [...logged.credits.keys()];
  const [data, purse, slotsRoot, slotsDigest, amounts, slots] = await Promise.all([
    readContract({ ...call, functionName: 'dealData' }),
    readContract({ ...call, functionName: 'purse' }),
    readContract({ ...call, functionName: 'slotsRoot' }),
    readContract({ ...call, functionName: 'slotsDigest' }),
    Promise.all(
      accounts.map((account) =>
        readContract({ ...call, functionName: 'creditOf', args: [account] }),
      ),
    ),
    Promise.all(
      logged.slots.map((list, slot) =>
        Promise.all(list.map((_, g) => slotOf(chain, address, slot, g))),
      ),
    ),
  ]);
  const credits = accounts.map((account, i) => [account, amounts[i]!] as [Address, bigint]);
  return {
    address,
    ...{ state: DEAL_STATES[data.state], client: lower(data.client), slotsRoot, slotsDigest },
    ...{ start: data.startPeriod, end: data.endPeriod, fundedUntil: data.fundedUntil },
    ...{ accrualEnd: data.accrualEnd, live: data.liveSlots, proved: data.provedSlots },
    purse: [purse.settled, purse.rewardsPaid, purse.refunded, purse.feesPaid],
    credited: purse.credited,
    credits: credits.filter(([, amount]) => amount !== 0n).sort(),
    slots,
  };
}

async function slotOf(chain: ChainWorld, address: Address, slot: number, generation: number) {
  const call = { address, abi: storageDealAbi, args: [slot, generation] } as const;
  const [record, work, disputed] = await Promise.all([
    chain.client.readContract({ ...call, functionName: 'generationOf' }),
    chain.client.readContract({ ...call, functionName: 'settledOf' }),
    chain.client.readContract({ ...call, functionName: 'disputedOf' }),
  ]);
  const { credited, restored, added, newest, judged, covered } = disputed;
  const { rate, maxSpan, hoursMap, commD, preCommits, preCommitEpoch } = record;
  const { start, end, commR, proofDigest } = record;
  return {
    ...{ node: lower(record.node), payout: lower(record.payout), rate, maxSpan, hoursMap, commD },
    ...{
      state: SLOT_STATES[record.state],
      preCommits,
      preCommitEpoch,
      start,
      end,
      commR,
      proofDigest,
    },
    work: [work.provenPeriods, work.fulfilments, work.commitments, work.paid, work.sealRewardPaid],
    disputed: [credited, restored, added, newest, judged, covered].map(BigInt),
  };
}

const registryOf = (chain: ChainWorld) =>
  ({ address: chain.contracts.registry, abi: microNodeRegistryAbi }) as const;

async function admittedOf(chain: ChainWorld, deals: readonly Address[]): Promise<Address[]> {
  const call = { ...registryOf(chain), functionName: 'isDeal' } as const;
  const known = await Promise.all(
    deals.map((deal) => chain.client.readContract({ ...call, args: [deal] })),
  );
  return deals.filter((_, i) => known[i]);
}

async function nodeOf(chain: ChainWorld, operator: Address) {
  const call = registryOf(chain);
  const [record, [parameters]] = await Promise.all([
    chain.client.readContract({ ...call, functionName: 'nodeOf', args: [operator] }),
    chain.client.readContract({ ...call, functionName: 'pendingParametersOf', args: [operator] }),
  ]);
  return {
    operator,
    ...{ payout: lower(record.payout), capacity: record.capacityBytes, retired: record.retired },
    ...{ reserved: record.reservedBytes, fulfilments: record.fulfilments },
    ...{ commitments: record.commitments, hoursMap: record.hoursMap, parameters },
  };
}

function rootOf(chain: ChainWorld, period: bigint) {
  const { ledger } = chain.contracts;
  const call = { address: ledger, abi: proofLedgerAbi, functionName: 'rootOf' } as const;
  return chain.client.readContract({ ...call, args: [period] });
}
