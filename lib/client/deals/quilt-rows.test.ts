import { describe, expect, it } from 'vitest';
import type { DealProofs } from '@/lib/core/protocol/deal-progress';
import type { DealSnapshot } from '@/lib/core/protocol/deals';
import { hoursMapHex } from '@/lib/core/protocol/primitives';
import { rowsOfDeal } from './quilt-rows';
import { currentSlots, sectorProgress } from './sector-words';

const node = (n: number) => `0x${String(n).repeat(40)}` as const;
const HASH = `0x${'c'.repeat(64)}` as const;

function slot(over: Partial<DealSnapshot['slots'][number]> = {}): DealSnapshot['slots'][number] {
  return {
    slot: 0,
    generation: 0,
    node: node(1),
    payout: node(1),
    rate: 1n,
    maxSpan: 1,
    hoursMap: hoursMapHex(0b1111n),
    commD: HASH,
    state: 'LIVE',
    preCommits: 1,
    provenPeriods: 0n,
    fulfilments: 0,
    commitments: 0,
    lastAccepted: 0n,
    settledAmount: 0n,
    sealReward: 0n,
    ...over,
  };
}

const proofs = (slots: [slot: number, generation: number, kept: bigint, missed: bigint][]) =>
  ({
    from: 0n,
    to: 167n,
    void: hoursMapHex(0n),
    slots: slots.map(([index, generation, kept, missed]) => ({
      slot: index,
      generation,
      node: node(1),
      kept: hoursMapHex(kept),
      missed: hoursMapHex(missed),
    })),
  }) satisfies DealProofs;

describe('rows of a deal', () => {
  it('are one per computer; an hour counts as proved only when all its parts were', () => {
    const slots = [slot(), slot({ slot: 6 }), slot({ slot: 1, node: node(2) })];
    const found = rowsOfDeal(
      slots,
      proofs([
        [0, 0, 0b0111n, 0b1000n],
        [6, 0, 0b0101n, 0b0010n],
        [1, 0, 0b1111n, 0n],
      ]),
    );
    expect(found.map(({ id }) => id)).toEqual([node(1), node(2)]);
    expect(found[0]).toMatchObject({ kept: 0b0101n, missed: 0b1010n, promised: 0b1111n });
    expect(found[1]).toMatchObject({ kept: 0b1111n, missed: 0n });
  });

  it('leave out computers that were replaced, but not those of a deal that is over', () => {
    const slots = [
      slot({ state: 'ENDED', endReason: 'Silent' }),
      slot({ generation: 1, node: node(2) }),
      slot({ slot: 1, node: node(3), state: 'ENDED', endReason: 'completed' }),
    ];
    expect(rowsOfDeal(slots, undefined).map(({ id }) => id)).toEqual([node(2), node(3)]);
  });
});

describe('sectors', () => {
  it('are the newest generation of each slot', () => {
    const slots = [slot({ slot: 1 }), slot({ generation: 1 }), slot()];
    expect(currentSlots(slots).map(({ slot: s, generation }) => [s, generation])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('say why a computer was replaced, and what a sealed copy waits for', () => {
    expect(sectorProgress(slot({ state: 'ENDED', endReason: 'Silent' }))).toMatchObject({
      label: 'Replaced: did not answer',
      tone: 'warn',
    });
    expect(sectorProgress(slot({ state: 'PRECOMMITTED' })).label).toMatch(/waiting/);
    expect(sectorProgress(slot({ state: 'PRECOMMITTED', digest: HASH })).label).toMatch(/checked/);
  });
});
