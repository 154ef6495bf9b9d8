import { microNodeRegistryAbi, storageDealAbi } from '@/lib/core/chain/abi';
import type { ChainWorld } from './chain-world';
import { accrued, credited, feesDue, liabilities, reserved } from './rules/accounts';
import type { Pair, Scene } from './story/scene';

const DEAL_STATES = ['Pending', 'Active', 'Completed', 'Cancelled'];

/** Everything that the model knows, read from the chain and beside it the model's own figure. */
export async function bothSides(chain: ChainWorld, scene: Scene) {
  const [deals, nodes, balances] = await Promise.all([
    Promise.all(scene.pairs.map((pair) => dealOnChain(chain, scene, pair))),
    Promise.all(scene.world.nodes.map(({ operator }) => nodeOnChain(chain, operator))),
    Promise.all(scene.accounts.map((address) => chain.client.getBalance({ address }))),
  ]);
  return {
    actual: { deals, nodes, balances },
    expected: {
      deals: scene.pairs.map((pair) => dealInModel(chain, scene, pair)),
      nodes: scene.world.nodes.map(({ reserved, fulfilments, commitments }) => ({
        ...{ reserved, fulfilments, commitments },
      })),
      balances: scene.accounts.map((account) => scene.world.balances.get(account) ?? 0n),
    },
  };
}

async function dealOnChain(chain: ChainWorld, scene: Scene, { chain: deal, model }: Pair) {
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
      scene.accounts.map((account) =>
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
      [of.credited, of.restored, of.added, of.newest, of.judged, of.covered, of.open].map(BigInt),
    ),
    work: work.map(({ provenPeriods, fulfilments, commitments, paid }) => ({
      proven: provenPeriods,
      fulfilments: BigInt(fulfilments),
      commitments: BigInt(commitments),
      paid,
    })),
  };
}

function dealInModel(chain: ChainWorld, scene: Scene, { model }: Pair) {
  model.now = chain.period;
  const due = liabilities(model);
  return {
    state: model.state as string,
    contractBalance: model.balance,
    clientBalance: model.balance - due,
    accrued: accrued(model),
    paid: model.settled + model.rewardsPaid,
    liabilities: due,
    accrualEnd: model.accrualEnd,
    fundedUntil: model.fundedUntil,
    live: model.isOver ? 0 : model.headsIn('Live').length,
    proved: model.isOver ? 0 : model.headsIn('Proved').length,
    purse: {
      settled: model.settled,
      credited: credited(model),
      rewardsPaid: model.rewardsPaid,
      rewardsReserved: reserved(model),
      refunded: model.refunded,
      retained: model.retained,
      feesPaid: model.feesPaid,
      feesDue: feesDue(model),
    },
    credits: scene.accounts.map((account) => model.credits.get(account) ?? 0n),
    disputed: model.all.map((of) => {
      const open = [...of.disputes.values()].filter((state) => state === 'open').length;
      const { credited, restored, added, newest, judged, covered } = of;
      return [credited, restored, added, newest, judged, covered, BigInt(open)];
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
