import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';
import { describe, expect, it } from 'vitest';
import { buildSlotTable, isInSlotTable, slotLeafHash, slotsDigestOf } from './slot-table';
import { termsHash } from './terms';
import type { DealTerms, Hex, SlotPlan } from './types';

const address = (n: number): Hex => `0x${n.toString(16).padStart(40, '0')}`;
const word = (n: number): Hex => `0x${n.toString(16).padStart(64, '0')}`;

const makePlan = (slot: number, over: Partial<SlotPlan> = {}): SlotPlan => ({
  slot,
  generation: 0,
  node: address(1000 + slot),
  payout: address(2000 + slot),
  rate: 10n ** 18n + BigInt(slot),
  maxSpan: 24,
  hoursMap: (1n << 168n) - 1n,
  commD: word(slot + 1),
  ...over,
});

/** The tree's rule written out: pairs in sorted order. */
const pair = (a: Hex, b: Hex): Hex =>
  keccak256(
    `0x${[a, b]
      .sort()
      .map((h) => h.slice(2))
      .join('')}`,
  );

describe('buildSlotTable', () => {
  it('hashes two rows as OpenZeppelin does', () => {
    const plans = [makePlan(0), makePlan(1)] as const;
    expect(buildSlotTable(plans).root).toBe(pair(slotLeafHash(plans[0]), slotLeafHash(plans[1])));
  });

  it('gives every row a path that proves it and no other', () => {
    const plans = Array.from({ length: 13 }, (_, i) => makePlan(i));
    const table = buildSlotTable(plans);
    for (const plan of plans) {
      const path = table.pathOf(plan.slot);
      expect(isInSlotTable(table.root, plan, path)).toBe(true);
      expect(isInSlotTable(table.root, { ...plan, rate: plan.rate + 1n }, path)).toBe(false);
    }
  });

  it('accepts a single row, with an empty path', () => {
    const plan = makePlan(0);
    const table = buildSlotTable([plan]);
    expect(table.root).toBe(slotLeafHash(plan));
    expect(table.pathOf(0)).toEqual([]);
  });

  it.each([
    ['no rows', []],
    ['rows out of order', [makePlan(1), makePlan(0)]],
    ['a replacement', [makePlan(0, { generation: 1 })]],
  ])('refuses %s', (_, plans) => {
    const expected = expect.objectContaining({ code: 'DEAL_BAD_SLOT_TABLE' });
    expect(() => buildSlotTable(plans)).toThrowError(expected);
  });

  it('refuses the path of a slot that is not there', () => {
    const expected = expect.objectContaining({ code: 'DEAL_UNKNOWN_SLOT' });
    expect(() => buildSlotTable([makePlan(0)]).pathOf(1)).toThrowError(expected);
  });
});

describe('slotsDigestOf and termsHash', () => {
  const terms: DealTerms = {
    client: address(1),
    planId: word(2),
    contentHash: word(3),
    fileBytes: 4n,
    sectorBytes: 2048n,
    dataShards: 2,
    totalShards: 3,
    slotCount: 3,
    durationPeriods: 24n,
    maxRate: 5n,
    sealRewardPeriods: 24,
    minRunwayPeriods: 6,
    feeBps: 0,
    sealingDeadline: 7n,
    startDeadline: 8n,
  };

  it('is the root without replacements and folds them in order', () => {
    const root = word(9);
    const [a, b] = [makePlan(0, { generation: 1 }), makePlan(1, { generation: 1 })];
    const step = (digest: Hex, plan: SlotPlan) =>
      keccak256(`${digest}${slotLeafHash(plan).slice(2)}` as Hex);
    expect(slotsDigestOf(root, [])).toBe(root);
    expect(slotsDigestOf(root, [a, b])).toBe(step(step(root, a), b));
  });

  it('depends on chain, deal, every term and the slots', () => {
    const base = { chainId: 31337, deal: address(7), terms, slotsDigest: word(9) };
    const hashes = new Set([
      termsHash(base),
      termsHash({ ...base, chainId: 314 }),
      termsHash({ ...base, deal: address(8) }),
      termsHash({ ...base, slotsDigest: word(10) }),
      ...Object.entries(terms).map(([name, value]) => {
        const changed = typeof value === 'string' ? value.replace(/.$/, 'f') : bump(value);
        return termsHash({ ...base, terms: { ...terms, [name]: changed } });
      }),
    ]);
    expect(hashes.size).toBe(4 + Object.keys(terms).length);
  });

  it('is keccak of the flat ABI encoding', () => {
    const types = `uint256, address, ${'address, bytes32, bytes32, '}${Array(12).fill('uint256').join(', ')}, bytes32`;
    const flat = [
      31337n,
      address(7),
      ...Object.values(terms).map((v) => (typeof v === 'number' ? BigInt(v) : v)),
      word(9),
    ];
    const encoded = encodeAbiParameters(parseAbiParameters(types), flat as never);
    const hash = termsHash({ chainId: 31337n, deal: address(7), terms, slotsDigest: word(9) });
    expect(hash).toBe(keccak256(encoded));
  });
});

function bump(value: bigint | number): bigint | number {
  return typeof value === 'bigint' ? value + 1n : value + 1;
}
