import { type Address, encodeFunctionData, keccak256, toHex } from 'viem';
import { localBeaconAbi, storageDealAbi, storageDealFactoryAbi } from '@/lib/core/chain/abi';
import { buildLedgerTree, type SlotPlan, type WorkLeaf } from '@/lib/core/deals';
import { profiles } from '@/lib/core/protocol';
import { testAccounts } from '@/tests/support/chain-test';
import {
  ALL_HOURS,
  actor,
  type ChainWorld,
  type Deployed,
  MAX_SPAN,
  PERIOD_SECONDS,
  SECTOR_BYTES,
} from './chain-world';
import {
  type Claim,
  type Generation,
  ModelDeal,
  type ModelNode,
  type ModelWorld,
  newGeneration,
} from './model';
import { cost, feeOn, max, min } from './money';
import type { Random } from './random';
import { proveZeros, zeroCommR } from './zero-sector';

const NODES = 8;
const ETHER = 10n ** 18n;
const REASONS = ['Silent', 'MissedSealing', 'Unhealthy', 'InvalidProof', 'Refused', 'Exited'];

/** A deal in both worlds. */
export interface Pair {
  chain: Deployed;
  model: ModelDeal;
  /** What really was proved, by slot and generation; a verifier may say otherwise. */
  truth: Map<string, Claim>;
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

/** Many actors who do things at random, on the chain and in the model at once. */
export class Story {
  readonly pairs: Pair[] = [];
  readonly world: ModelWorld;
  readonly clients = [actor('client one'), actor('client two')];
  readonly stranger = actor('stranger');
  private readonly roots: Root[] = [];
  private count = 0;

  constructor(
    private readonly chain: ChainWorld,
    private readonly random: Random,
  ) {
    const rates = [1n, 3n, 7n, 12n].flatMap((n) => [n * 10n ** 14n + n, n * 10n ** 13n + 7n]);
    this.world = {
      balances: new Map(),
      closed: new Set(),
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

  async begin(): Promise<void> {
    await this.chain.prepare();
    for (const client of [...this.clients, this.stranger]) {
      await this.chain.setBalance(client, 10_000n * ETHER);
    }
    for (const client of this.clients) this.world.balances.set(client, 10_000n * ETHER);
    for (const { operator, payout, rate } of this.world.nodes) {
      await this.chain.register(operator, payout, rate);
    }
    const data = encodeFunctionData({
      abi: storageDealFactoryAbi,
      functionName: 'setFeeRecipient',
      args: [this.world.feeRecipient],
    });
    const { factory } = this.chain.contracts;
    if (!(await this.chain.send(await this.admin(), factory, data))) {
      throw new Error('The platform cannot name who gets its fee.');
    }
    await this.publish();
  }

  /** One thing that somebody does. */
  async step(): Promise<Step> {
    const late = this.chain.time % PERIOD_SECONDS > 3000n;
    const action = late ? 'time' : this.random.weighted(WEIGHTS);
    const said = await this.act(action);
    return said ?? this.time();
  }

  private async admin(): Promise<Address> {
    const { client, contracts } = this.chain;
    const role = `0x${'0'.repeat(64)}` as const;
    const logs = await client.getContractEvents({
      address: contracts.factory,
      abi: storageDealFactoryAbi,
      fromBlock: 0n,
    });
    const granted = logs.find(
      (log) => 'role' in (log.args as object) && (log.args as { role: string }).role === role,
    );
    return (granted?.args as { account: Address } | undefined)?.account ?? testAdmin;
  }

  private act(action: keyof typeof WEIGHTS): Promise<Step | undefined> | Promise<Step> {
    const pair = this.random.pick(this.pairs);
    pair.model.now = this.chain.period;
    switch (action) {
      case 'time':
        return this.time();
      case 'publish':
        return this.pairs.length < 6 ? this.publish() : this.time();
      case 'seal':
        return this.seal(pair);
      case 'start':
        return this.start(pair);
      case 'settle':
        return this.settle(pair);
      case 'dispute':
        return this.dispute().then((said) => said ?? this.simple('topUp', pair));
      case 'decide':
        return this.decide().then((said) => said ?? this.simple('topUp', pair));
      case 'door':
        return this.door();
      case 'replace':
        return this.replace(pair);
      case 'end':
        return this.endDeal(pair);
      default:
        return this.simple(action, pair);
    }
  }

  // -------------------------------------------------------------- what happens
  private async time(): Promise<Step> {
    const far = this.random.chance(0.04);
    const count = far ? this.random.integer(30, 300) : this.random.integer(1, 6);
    for (let i = 0; i < count; i++) {
      if (!far) this.work();
      const rest = PERIOD_SECONDS - (this.chain.time % PERIOD_SECONDS);
      this.chain.time += rest;
    }
    await this.chain.wait(0n);
    await this.post();
    return { text: `${count} periods pass`, chain: true, model: true };
  }

  private async publish(): Promise<Step> {
    const { random } = this;
    const nodes = this.world.nodes.filter(() => random.chance(0.5)).slice(0, 4);
    if (nodes.length === 0) nodes.push(this.world.nodes[0]!);
    const plans = nodes.map((node, slot) => planOf(node, slot, 0));
    const sealBy = this.chain.time + BigInt(random.integer(2, 40)) * PERIOD_SECONDS;
    const terms = {
      client: random.pick(this.clients),
      planId: keccak256(toHex(`plan ${this.count}`)),
      contentHash: keccak256(toHex('content')),
      fileBytes: 1n << 20n,
      sectorBytes: SECTOR_BYTES,
      dataShards: 1,
      totalShards: nodes.length,
      slotCount: nodes.length,
      durationPeriods: BigInt(random.integer(20, 200)),
      maxRate: random.pick([8n, 20n]) * 10n ** 14n + 100n,
      sealRewardPeriods: random.pick([0, 24, 48]),
      minRunwayPeriods: random.pick([6, 48]),
      feeBps: random.pick([0, 1, 333, 1000]),
      sealingDeadline: sealBy,
      startDeadline: sealBy + 20n * PERIOD_SECONDS,
    };
    terms.maxRate = nodes.reduce((top, { rate }) => max(top, rate), terms.maxRate);
    const chain = await this.chain.publish(terms, plans);
    for (const node of nodes) node.reserved += SECTOR_BYTES;
    const model = new ModelDeal(
      this.world,
      {
        client: terms.client,
        sectorBytes: terms.sectorBytes,
        duration: terms.durationPeriods,
        maxRate: terms.maxRate,
        sealRewardPeriods: BigInt(terms.sealRewardPeriods),
        minRunway: BigInt(terms.minRunwayPeriods),
        feeBps: BigInt(terms.feeBps),
        publishedAt: this.chain.time,
        sealingDeadline: terms.sealingDeadline,
        startDeadline: terms.startDeadline,
      },
      nodes.map((node) => [newGeneration(node, sealBy)]),
    );
    this.pairs.push({ chain, model, truth: new Map() });
    this.count++;
    return { text: `a deal with ${nodes.length} slots is published`, chain: true, model: true };
  }

  /** PreCommit, proveCommit and the verifier's word on one slot or, of a pending deal, often on all. */
  private async seal(pair: Pair): Promise<Step> {
    const all = pair.model.state === 'Pending' && this.random.chance(0.7);
    const slots = pair.model.slots.map((_, slot) => slot);
    let step: Step = { text: 'nobody seals', chain: true, model: true };
    for (const slot of all ? slots : [this.random.pick(slots)]) {
      step = await this.sealOne(pair, slot, all || this.random.chance(0.8));
      if (step.chain !== step.model) return step;
    }
    return step;
  }

  private async sealOne({ chain, model }: Pair, slot: number, accepted: boolean): Promise<Step> {
    const { node } = model.head(slot);
    const generation = model.slots[slot]!.length - 1;
    const plan = chain.plans[slot]![generation]!;
    const path = generation === 0 ? chain.path(slot) : [];
    const done = await this.chain.call(node.operator, chain, 'preCommit', [plan, path, zeroCommR]);
    const expected = model.preCommit(slot, this.chain.time);
    const text = `node seals slot ${slot} generation ${generation}, ${accepted ? 'well' : 'badly'}`;
    if (!done || !expected) return { text, chain: done, model: expected };
    await this.chain.blocks(5);
    const digest = keccak256(toHex(`digest ${this.count++}`));
    const proved = await this.chain.call(node.operator, chain, 'proveCommit', [
      slot,
      generation,
      digest,
    ]);
    if (!proved) return { text: `${text}: no proveCommit`, chain: false, model: true };
    const verdict = { slot, generation, digest, accepted };
    const judged = await this.chain.call(this.chain.verifier, chain, 'recordPoReps', [[verdict]]);
    return { text, chain: judged, model: model.judge(slot, accepted) };
  }

  private async start({ chain, model }: Pair): Promise<Step> {
    const { terms } = model;
    const heads = model.slots.map((list) => list.at(-1)!);
    const rate = heads.reduce((sum, head) => sum + head.rate, 0n);
    const rewards = heads.reduce((sum, head) => sum + model.rewardOf(head), 0n);
    const periods = BigInt(this.random.integer(Number(min(terms.minRunway, terms.duration)), 210));
    const nodes = rewards + cost(rate * periods, terms.sectorBytes);
    const exact = nodes + feeOn(nodes, terms.feeBps);
    const value = exact + BigInt(this.random.integer(-1, 1));
    const hash = await this.chain.client.readContract({
      address: chain.address,
      abi: storageDealAbi,
      functionName: 'termsHash',
    });
    const done = await this.chain.call(terms.client, chain, 'startDeal', [hash], value);
    const expected = model.startDeal(value, this.chain.time);
    if (expected) this.spend(terms.client, value);
    return {
      text: `client starts with money for ${periods} periods`,
      chain: done,
      model: expected,
    };
  }

  private async settle(pair: Pair): Promise<Step | undefined> {
    const { chain, model } = pair;
    const useful = this.roots.filter(({ leaves }) =>
      leaves.some((of) => of.deal === chain.address),
    );
    if (useful.length === 0) return undefined;
    const root = this.random.chance(0.6) ? useful.at(-1)! : this.random.pick(useful);
    const tree = buildLedgerTree(root.leaves);
    const own = tree.ofDeal(chain.address);
    const chosen = this.random.chance(0.5) ? own : [this.random.pick(own)];
    const leaves = chosen.map(({ leaf }) => leaf);
    const paths = chosen.map(({ path }) => path);
    const done = await this.chain.call(this.stranger, chain, 'settleMany', [
      root.period,
      leaves,
      paths,
    ]);
    const expected = leaves.map((leaf) => model.settle(claimOf(leaf))).every(Boolean);
    return {
      text: `${leaves.length} leaves of ${root.period} settled`,
      chain: done,
      model: expected,
    };
  }

  /** A node proves the present period on chain, with a true proof or, at times, a wrong one. */
  private async dispute(): Promise<Step | undefined> {
    const isLive = (of: Generation) => of.state === 'Live';
    const live = this.pairs.filter(({ model }) => model.all.some(isLive));
    const { chain, model } = this.random.pick(live.length > 0 ? live : this.pairs);
    model.now = this.chain.period;
    const slots = model.slots.flatMap((list, slot) => (list.at(-1)!.start ? [slot] : []));
    const { beacon } = this.chain.contracts;
    // A seed can be recorded in the first quarter only.
    if (slots.length === 0 || this.chain.time % PERIOD_SECONDS > 850n) return undefined;
    const slot = this.random.pick(slots);
    const generation = model.slots[slot]!.length - 1;
    const { period } = this.chain;
    const record = encodeFunctionData({ abi: localBeaconAbi, functionName: 'record' });
    await this.chain.send(this.stranger, beacon, record); // refused when the period has its seed
    const seed = await this.chain.client.readContract({
      ...{ address: beacon, abi: localBeaconAbi, functionName: 'ofPeriod', args: [period] },
    });
    const isTrue = this.random.chance(0.9);
    const proof = proveZeros(isTrue ? seed : keccak256(seed), chain.address, slot, generation);
    const { operator } = model.head(slot).node;
    const done = await this.chain.call(operator, chain, 'disputePoSt', [
      ...[slot, generation, period, proof, '0x'],
    ]);
    const expected = isTrue && model.dispute(slot, generation);
    return { text: `a node disputes slot ${slot}, period ${period}`, chain: done, model: expected };
  }

  /** Somebody decides an open dispute by the newest root that can speak about it, or concludes it. */
  private async decide(): Promise<Step | undefined> {
    const open = this.pairs.flatMap((pair) =>
      pair.model.slots.flatMap((list, slot) =>
        list.flatMap((of, generation) =>
          [...of.disputes]
            .filter(([, state]) => state === 'open')
            .map(([period]) => ({ pair, slot, generation, period })),
        ),
      ),
    );
    if (open.length === 0) return undefined;
    const { pair, slot, generation, period } = this.random.pick(open);
    const { chain, model, truth } = pair;
    model.now = this.chain.period;
    const root = this.roots.findLast((of) => of.period <= period);
    const isOf = (leaf: WorkLeaf) =>
      leaf.deal === chain.address && leaf.slot === slot && leaf.generation === generation;
    const found =
      root &&
      buildLedgerTree(root.leaves)
        .ofDeal(chain.address)
        .find((of) => isOf(of.leaf));
    let step: Step;
    if (!root || !found || this.random.chance(0.2)) {
      const args = [slot, generation, period];
      const done = await this.chain.call(this.stranger, chain, 'concludeDispute', args);
      const expected = model.conclude(slot, generation, period);
      step = { text: `a dispute about ${period} concluded`, chain: done, model: expected };
    } else {
      const { leaf, path } = found;
      const args = [slot, generation, period, root.period, leaf, path];
      const done = await this.chain.call(this.stranger, chain, 'decideDispute', args);
      const last = this.roots.at(-1)!.period;
      const mayCome =
        root.period !== period && last < period && model.now <= period + this.world.rootDelay;
      const expected = !mayCome && model.decide(period, root.period, claimOf(leaf));
      step = { text: `a dispute about ${period} decided`, chain: done, model: expected };
    }
    // An honest verifier takes a credited proof for accepted from then on.
    const claim = truth.get(`${slot}/${generation}`);
    if (claim && model.slots[slot]![generation]!.disputes.get(period) === 'credited') {
      claim.lastAccepted = max(claim.lastAccepted, period);
    }
    return step;
  }

  private async replace({ chain, model }: Pair): Promise<Step> {
    const slot = this.random.integer(0, model.slots.length - 1);
    const head = model.head(slot);
    const generation = model.slots[slot]!.length;
    const node = this.random.pick(this.world.nodes);
    const plan = planOf(node, slot, generation);
    const reason = REASONS.indexOf(reasonFor(head));
    const done = await this.chain.call(this.chain.portal, chain, 'replaceNode', [
      plan,
      reason,
      chain.plans[slot]![0],
      chain.path(slot),
    ]);
    const expected = model.replace(slot, node, this.chain.time);
    if (expected) chain.plans[slot]!.push(plan);
    return { text: `slot ${slot} replaced (${reasonFor(head)})`, chain: done, model: expected };
  }

  private async endDeal({ chain, model }: Pair): Promise<Step> {
    const byPortal = this.random.chance(0.7);
    const last = this.roots.findLast(({ leaves }) =>
      leaves.some((of) => of.deal === chain.address),
    );
    const own =
      last && this.random.chance(0.8) ? buildLedgerTree(last.leaves).ofDeal(chain.address) : [];
    const leaves = own.map(({ leaf }) => leaf);
    const args = [last?.period ?? 0n, leaves, own.map(({ path }) => path)];
    const from = byPortal ? this.chain.portal : this.stranger;
    const done = await this.chain.call(from, chain, 'endDeal', args);
    const expected = model.endDeal(byPortal, last?.period ?? 0n, leaves.map(claimOf));
    return {
      text: `${byPortal ? 'portal' : 'stranger'} ends a deal`,
      chain: done,
      model: expected,
    };
  }

  private async door(): Promise<Step> {
    const account = this.random.pick(this.world.nodes.slice(0, 3)).payout;
    const closed = !this.world.closed.has(account);
    await this.chain.setClosed(account, closed);
    if (closed) this.world.closed.add(account);
    else this.world.closed.delete(account);
    return { text: `${account} ${closed ? 'refuses' : 'takes'} money`, chain: true, model: true };
  }

  /** Calls of one transaction. */
  private async simple(action: string, { chain, model }: Pair): Promise<Step> {
    const { random, stranger } = this;
    const slot = random.integer(0, model.slots.length - 1);
    const generation = model.slots[slot]!.length - 1;
    const { node } = model.head(slot);
    const call = (from: Address, name: string, args: unknown[] = [], value = 0n) =>
      this.chain.call(from, chain, name, args, value);
    const step = (text: string, done: boolean, expected: boolean): Step => ({
      ...{ text, chain: done, model: expected },
    });
    switch (action) {
      case 'topUp': {
        const value = BigInt(random.integer(0, 1000)) * 10n ** 13n + BigInt(random.integer(0, 99));
        return step(
          'stranger tops up',
          await call(stranger, 'topUp', [], value),
          model.topUp(value),
        );
      }
      case 'transfer': {
        const value = BigInt(random.integer(1, 1000)) * 10n ** 12n;
        const done = await this.chain.send(stranger, chain.address, '0x', value);
        return step('a plain transfer', done, model.plainTransfer(value));
      }
      case 'withdraw': {
        const account = random.pick(this.accounts);
        const done = await call(stranger, 'withdraw', [account]);
        return step('a withdrawal', done, model.withdraw(account));
      }
      case 'fee':
        return step('the fee is collected', await call(stranger, 'collectFee'), model.collectFee());
      case 'refuse': {
        const plan = chain.plans[slot]![generation]!;
        const path = generation === 0 ? chain.path(slot) : [];
        const done = await call(node.operator, 'refuseSlot', [plan, path]);
        return step('a node refuses', done, model.refuse(slot));
      }
      case 'exit': {
        const done = await call(node.operator, 'exitSlot', [slot, generation]);
        return step('a node gives notice', done, model.exit(slot));
      }
      case 'release':
        return step(
          'a slot is released',
          await call(stranger, 'releaseSlot', [slot]),
          model.release(slot),
        );
      case 'close': {
        const done = await call(model.terms.client, 'closeDeal');
        return step('the client closes', done, model.close());
      }
      case 'cancel': {
        const byPortal = random.chance(0.3);
        const done = await call(byPortal ? this.chain.portal : stranger, 'cancelDeal');
        return step('a cancel', done, model.cancel(byPortal, this.chain.time));
      }
      case 'extend': {
        const newEnd = model.end + BigInt(random.integer(0, 50));
        const value = BigInt(random.integer(0, 100)) * 10n ** 13n;
        const done = await call(model.terms.client, 'extendDeal', [newEnd, []], value);
        const expected = model.extend(newEnd, value);
        if (expected) this.spend(model.terms.client, value);
        return step('the client extends', done, expected);
      }
      default:
        return step('a sweep', await call(stranger, 'sweep'), model.sweep());
    }
  }

  // ------------------------------------------------------------------ ledger
  /** A period of work of everybody live: proved or missed. */
  private work(): void {
    const period = this.chain.period;
    for (const { model, truth } of this.pairs) {
      for (const [slot, list] of model.slots.entries()) {
        const generation = list.length - 1;
        const of = list[generation]!;
        if (of.state !== 'Live' || model.isOver || period <= of.start!) continue;
        const claim = truth.get(`${slot}/${generation}`) ?? emptyClaim(slot, generation);
        truth.set(`${slot}/${generation}`, claim);
        claim.commitments++;
        if (this.random.chance(0.2)) continue;
        claim.fulfilments++;
        claim.proven++;
        claim.lastAccepted = period;
      }
    }
  }

  /** Root of the period before, with a leaf of every generation that went live; sometimes a lie. */
  private async post(): Promise<void> {
    const period = this.chain.period - 1n;
    if (period <= (this.roots.at(-1)?.period ?? 0n)) return;
    const lie = this.random.chance(0.1);
    const leaves = this.pairs.flatMap(({ chain, model, truth }) =>
      model.slots.flatMap((list, slot) =>
        list.flatMap((of, generation) => {
          if (of.start === undefined) return [];
          const claim = truth.get(`${slot}/${generation}`) ?? emptyClaim(slot, generation);
          return [leafOf(chain.address, claim, lie)];
        }),
      ),
    );
    if (leaves.length === 0) return;
    if (!(await this.chain.postVerdicts(period, leaves))) throw new Error('A root was refused.');
    this.roots.push({ period, leaves });
  }

  private spend(client: Address, value: bigint): void {
    this.world.balances.set(client, this.world.balances.get(client)! - value);
  }
}

const testAdmin = testAccounts.portal.address;
const WEIGHTS = {
  ...{ time: 22, publish: 5, seal: 14, start: 8, settle: 16, replace: 7, end: 6, door: 3 },
  ...{ topUp: 5, transfer: 3, withdraw: 5, fee: 3, refuse: 2, exit: 4, release: 4, close: 1 },
  ...{ cancel: 2, extend: 3, sweep: 3, dispute: 12, decide: 8 },
};

function planOf(node: ModelNode, slot: number, generation: number): SlotPlan {
  return {
    ...{ slot, generation, node: node.operator, payout: node.payout, rate: node.rate },
    ...{ maxSpan: MAX_SPAN, hoursMap: ALL_HOURS, commD: keccak256(toHex(`commD ${slot}`)) },
  };
}

function reasonFor({ state, preCommits }: Generation): string {
  if (state === 'Vacant') return 'Refused';
  if (state === 'Ended') return 'Exited';
  if (state === 'Live' || state === 'Proved') return 'Unhealthy';
  return preCommits === 0 ? 'Silent' : 'MissedSealing';
}

function emptyClaim(slot: number, generation: number): Claim {
  return { slot, generation, proven: 0n, fulfilments: 0n, commitments: 0n, lastAccepted: 0n };
}

function leafOf(deal: Address, claim: Claim, lie: boolean): WorkLeaf {
  const more = lie ? 500n : 0n;
  return {
    deal,
    slot: claim.slot,
    generation: claim.generation,
    provenPeriods: claim.proven + more,
    fulfilments: Number(claim.fulfilments + 2n * more),
    commitments: Number(claim.commitments),
    lastAccepted: claim.lastAccepted,
  };
}

function claimOf(leaf: WorkLeaf): Claim {
  return {
    slot: leaf.slot,
    generation: leaf.generation,
    proven: leaf.provenPeriods,
    fulfilments: BigInt(leaf.fulfilments),
    commitments: BigInt(leaf.commitments),
    lastAccepted: leaf.lastAccepted,
  };
}
