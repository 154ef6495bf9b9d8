import type { Address } from 'viem';
import type { WorkLeaf } from '@/lib/core/deals';
import { profiles } from '@/lib/core/protocol';
import { actor, type ChainWorld, type Deployed } from '../chain-world';
import type { Random } from '../random';
import type { ModelDeal } from '../rules/deal';
import type { Claim, ModelNode, ModelWorld } from '../rules/state';
import type { Account } from './account';

const NODES = 8;

/** A deal in both worlds. */
export interface Pair {
  chain: Deployed;
  model: ModelDeal;
  /** What really was proved, by slot and generation; a verifier may say otherwise. */
  truth: Map<string, Claim>;
  /** Of deals about which the verifier never lies: its accounts, by slot and generation. */
  accounts?: Map<string, Account>;
}

interface Root {
  period: bigint;
  leaves: WorkLeaf[];
}

/** What happened and what became of it; both sides must agree. */
export interface Step {
  text: string;
  chain: boolean;
  model: boolean;
}

/** Everybody and everything of a story, on the chain and in the model. */
export class Scene {
  readonly pairs: Pair[] = [];
  readonly roots: Root[] = [];
  readonly world: ModelWorld;
  readonly clients = [actor('client one'), actor('client two')];
  readonly stranger = actor('stranger');
  /** Makes names of plans and proofs differ. */
  count = 0;

  constructor(
    readonly chain: ChainWorld,
    readonly random: Random,
  ) {
    const rates = [1n, 3n, 7n, 12n].flatMap((n) => [n * 10n ** 14n + n, n * 10n ** 13n + 7n]);
    this.world = {
      balances: new Map(),
      closed: new Set(),
      rooted: new Set(),
      feeRecipient: actor('platform'),
      rootDelay: BigInt(profiles.production.rootDelayPeriods),
      disputeWindow: BigInt(profiles.production.disputeWindowPeriods),
      nodes: Array.from(
        { length: NODES },
        (_, i): ModelNode => ({
          ...{ operator: actor(`node ${i}`), payout: actor(`payout ${i}`), rate: rates[i]! },
          ...{ reserved: 0n, fulfilments: 0n, commitments: 0n },
        }),
      ),
    };
  }

  /** Every account whose balance is compared. */
  get accounts(): Address[] {
    const payouts = this.world.nodes.map(({ payout }) => payout);
    return [...this.clients, ...payouts, this.world.feeRecipient];
  }

  /** Roots that have a leaf of the deal, oldest first. */
  rootsOf({ address }: Deployed): Root[] {
    return this.roots.filter(({ leaves }) => leaves.some(({ deal }) => deal === address));
  }

  spend(client: Address, value: bigint): void {
    this.world.balances.set(client, this.world.balances.get(client)! - value);
  }
}
