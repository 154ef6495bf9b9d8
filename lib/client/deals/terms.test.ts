import { describe, expect, it } from 'vitest';
import { buildSlotTable, slotPlansOf, slotsDigestOf, termsHash } from '@/lib/core/deals';
import type { DealTerms } from '@/lib/core/deals/types';
import type { ContentDescription } from '@/lib/core/protocol/content';
import { contentHash } from '@/lib/core/protocol/content-hash';
import type { Plan } from '@/lib/core/protocol/plans';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { type ChainTerms, differenceOf } from './terms';

const address = (n: number) => `0x${String(n).repeat(40)}` as const;
const hash = (n: number) => `0x${String(n).repeat(64)}` as const;

const content: ContentDescription = {
  version: 1,
  encryption: 'none',
  fileBytes: 1000,
  k: 1,
  n: 2,
  sectorBytes: 2048,
  segments: [{ offset: 0, length: 1000, shardBytes: 1000, commD: [hash(1), hash(2)] }],
};
const node = (n: number): Plan['nodes'][number] => ({
  operator: address(n),
  payout: address(n),
  rate: BigInt(n),
  maxSpan: 5,
  hoursMap: hoursMapHex(7n),
  rating: 9000,
  timeZone: 'UTC',
  slots: [n - 1],
});
const plan = {
  planId: hash(9),
  k: 1,
  n: 2,
  segments: 1,
  sectorBytes: 2048,
  durationPeriods: 48,
  nodes: [node(1), node(2)],
  maxRate: 3n,
  sealRewardPeriods: 24,
  feeBps: 0,
} as unknown as Plan;
const wallet = address(4);

function onChain(over: Partial<DealTerms> = {}, rest: Partial<ChainTerms> = {}): ChainTerms {
  const terms: DealTerms = {
    client: wallet,
    planId: plan.planId,
    contentHash: contentHash(content),
    fileBytes: 1000n,
    sectorBytes: 2048n,
    dataShards: 1,
    totalShards: 2,
    slotCount: 2,
    durationPeriods: 48n,
    maxRate: 3n,
    sealRewardPeriods: 24,
    minRunwayPeriods: 6,
    feeBps: 0,
    sealingDeadline: 1n,
    startDeadline: 2n,
    ...over,
  };
  const slotsRoot = rest.slotsRoot ?? buildSlotTable(slotPlansOf(plan, content)).root;
  const replacements = rest.replacements ?? [];
  const computed = termsHash({
    chainId: 31337,
    deal: address(5),
    terms,
    slotsDigest: slotsDigestOf(slotsRoot, replacements),
  });
  return { terms, slotsRoot, replacements, computed, stated: computed, ...rest };
}

const reviewed = { wallet, content, plan };
const replacement = { ...slotPlansOf(plan, content)[0]!, generation: 1, node: address(6) };

describe('before a deal is started', () => {
  it('the contract that was reviewed is found to be the same', () => {
    expect(differenceOf(onChain(), reviewed)).toBeNull();
    expect(differenceOf(onChain({}, { replacements: [replacement] }), reviewed)).toBeNull();
  });

  it.each<[string, ChainTerms]>([
    ['the hash of the terms', onChain({}, { stated: hash(8) })],
    ['the client', onChain({ client: address(7) })],
    ['the plan', onChain({ planId: hash(7) })],
    ['the file', onChain({ contentHash: hash(7) })],
    ['the computers', onChain({}, { slotsRoot: hash(7) })],
    ['the duration', onChain({ durationPeriods: 49n })],
    ['the highest rate', onChain({ maxRate: 4n })],
    ['the fee', onChain({ feeBps: 100 })],
    ['a replacement’s rate', onChain({}, { replacements: [{ ...replacement, rate: 100n }] })],
  ])('another value is named: %s', (name, chain) => {
    expect(differenceOf(chain, reviewed)).toBe(name);
  });

  it('nothing is agreed to without the description of the file', () => {
    expect(differenceOf(onChain(), { ...reviewed, content: undefined })).not.toBeNull();
  });
});
