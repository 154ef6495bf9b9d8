import { keccak256, toHex } from 'viem';
import type { DealTerms } from '@/lib/core/deals';
import { PERIOD_SECONDS, SECTOR_BYTES } from '../chain-world';
import { max } from '../money';
import { ModelDeal } from '../rules/deal';
import { type ModelNode, type ModelTerms, newGeneration } from '../rules/state';
import { planOf } from './records';
import type { Scene, Step } from './scene';
import { step } from './turn';

export async function publish(scene: Scene): Promise<Step> {
  const { chain, random, world } = scene;
  const nodes = world.nodes.filter(() => random.chance(0.5)).slice(0, 4);
  if (nodes.length === 0) nodes.push(world.nodes[0]!);
  const terms = termsFor(scene, nodes);
  const deployed = await chain.publish(
    terms,
    nodes.map((node, slot) => planOf(node, slot, 0)),
  );
  for (const node of nodes) node.reserved += SECTOR_BYTES;
  const model = new ModelDeal(
    world,
    inModel(terms, chain.time),
    nodes.map((node) => [newGeneration(node, terms.sealingDeadline)]),
  );
  const honest = scene.count % 2 === 0 ? { accounts: new Map() } : {};
  scene.pairs.push({ chain: deployed, model, truth: new Map(), ...honest });
  scene.count++;
  return step(`a deal with ${nodes.length} slots is published`, true, true);
}

function termsFor({ chain, random, clients, count }: Scene, nodes: readonly ModelNode[]) {
  const sealBy = chain.time + BigInt(random.integer(2, 40)) * PERIOD_SECONDS;
  const terms: DealTerms = {
    client: random.pick(clients),
    planId: keccak256(toHex(`plan ${count}`)),
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
  return terms;
}

function inModel(terms: DealTerms, publishedAt: bigint): ModelTerms {
  return {
    client: terms.client,
    sectorBytes: terms.sectorBytes,
    duration: terms.durationPeriods,
    maxRate: terms.maxRate,
    sealRewardPeriods: BigInt(terms.sealRewardPeriods),
    minRunway: BigInt(terms.minRunwayPeriods),
    feeBps: BigInt(terms.feeBps),
    publishedAt,
    sealingDeadline: terms.sealingDeadline,
    startDeadline: terms.startDeadline,
  };
}
