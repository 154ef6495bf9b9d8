import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain/abi';
import type { ChainWorld } from './chain-world';
import type { Pair, Story } from './story';

const DEAL_STATES = ['Pending', 'Active', 'Completed', 'Cancelled'];

/** Everything that the model knows, read from the chain and beside it the model's own figure. */
export async function bothSides(chain: ChainWorld, story: Story) {
  const [deals, nodes, balances] = await Promise.all([
    Promise.all(story.pairs.map((pair) => dealOnChain(chain, story, pair))),
    Promise.all(story.world.nodes.map(({ operator }) => nodeOnChain(chain, operator))),
    Promise.all(story.accounts.map((address) => chain.client.getBalance({ address }))),
  ]);
  return {
    actual: { deals, nodes, balances },
    expected: {
      deals: story.pairs.map((pair) => dealInModel(chain, story, pair)),
      nodes: story.world.nodes.map(({ reserved, fulfilments, commitments }) => ({
        ...{ reserved, fulfilments, commitments },
      })),
      balances: story.accounts.map((account) => story.world.balances.get(account) ?? 0n),
    },
  };
}

async function dealOnChain(chain: ChainWorld, story: Story, { chain: deal, model }: Pair) {
  const call = { address: deal.address, abi: storageDealAbi } as const;
  const { readContract } = chain.client;
  const settledOf = (slot: number, generation: number) =>
    readContract({ ...call, functionName: 'settledOf', args: [slot, generation] });
  const disputedOf = (slot: number, generation: number) =>
    readContract({ ...call, functionName: 'disputedOf', args: [slot, generation] });
  const [data, purse, credits, work, disputed] = await Promise.all([
    readContract({ ...call, functionName: 'dealData' }),
    readContract({ ...call, functionName: 'purse' }),
    Promise.all(
      story.accounts.map((account) =>
        readContract({ ...call, functionName: 'creditOf', args: [account] }),
      ),
    ),
    Promise.all(
      model.slots.flatMap((list, slot) => list.map((_, generation) => settledOf(slot, generation))),
    ),
    Promise.all(
      model.slots.flatMap((list, slot) =>
        list.map((_, generation) => disputedOf(slot, generation)),
      ),
    ),
  ]);
  return {
    state: DEAL_STATES[data.state],
    contractBalance: data.contractBalance,
    clientBalance: data.clientBalance,
    accrued: data.accrued,
    paid: data.paid,
    liabilities: data.liabilities,
    accrualEnd: data.accrualEnd,
    fundedUntil: data.fundedUntil,
    live: data.liveSlots,
    proved: data.provedSlots,
    purse: { ...purse },
    credits: [...credits],
    disputed: disputed.map((of) =>
      [of.credited, of.restored, of.added, of.newest, of.open].map(BigInt),
    ),
    work: work.map(({ provenPeriods, fulfilments, commitments, paid }) => ({
      proven: provenPeriods,
      fulfilments: BigInt(fulfilments),
      commitments: BigInt(commitments),
      paid,
    })),
  };
}

function dealInModel(chain: ChainWorld, story: Story, { model }: Pair) {
  model.now = chain.period;
  const { liabilities } = model;
  return {
    state: model.state as string,
    contractBalance: model.balance,
    clientBalance: model.balance - liabilities,
    accrued: model.accrued,
    paid: model.settled + model.rewardsPaid,
    liabilities,
    accrualEnd: model.accrualEnd,
    fundedUntil: model.fundedUntil,
    live: model.isOver ? 0 : model.heads('Live').length,
    proved: model.isOver ? 0 : model.heads('Proved').length,
    purse: {
      settled: model.settled,
      credited: model.credited,
      rewardsPaid: model.rewardsPaid,
      rewardsReserved: model.reserved,
      refunded: model.refunded,
      retained: model.retained,
      feesPaid: model.feesPaid,
      feesDue: model.feesDue,
    },
    credits: story.accounts.map((account) => model.credits.get(account) ?? 0n),
    disputed: model.all.map((of) => {
      const open = [...of.disputes.values()].filter((state) => state === 'open').length;
      return [of.credited, of.restored, of.added, of.newest, BigInt(open)];
    }),
    work: model.all.map(({ proven, fulfilments, commitments, paid }) => ({
      ...{ proven, fulfilments, commitments, paid },
    })),
  };
}

async function nodeOnChain(chain: ChainWorld, operator: `0x${string}`) {
  const record = await chain.client.readContract({
    address: chain.contracts.registry,
    abi: microNodeRegistryAbi,
    functionName: 'nodeOf',
    args: [operator],
  });
  return {
    reserved: record.reservedBytes,
    fulfilments: record.fulfilments,
    commitments: record.commitments,
  };
}
