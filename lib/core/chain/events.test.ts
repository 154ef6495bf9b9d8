import { encodeAbiParameters, encodeEventTopics, getAddress, type Hex, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import { microNodeRegistryAbi, storageDealAbi } from './abi';
import { decodeEvent, eventTopics } from './events';

const NODE = getAddress(`0x${'cd'.repeat(20)}`);

describe('decodeEvent', () => {
  it('names arguments and makes them JSON', () => {
    const topics = encodeEventTopics({
      abi: storageDealAbi,
      eventName: 'Settled',
      args: { slot: 3, generation: 1, payout: NODE },
    }) as Hex[];
    const data = encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'uint64' }, { type: 'uint32' }, { type: 'uint32' }],
      [10n ** 30n, 5n, 4, 5],
    );
    const event = decodeEvent('deal', { topics, data });
    expect(event).toEqual({
      name: 'Settled',
      args: {
        slot: 3,
        generation: 1,
        payout: NODE.toLowerCase(),
        amount: (10n ** 30n).toString(),
        provenPeriods: '5',
        fulfilments: 4,
        commitments: 5,
      },
    });
    expect(JSON.parse(JSON.stringify(event))).toEqual(event);
  });

  it('does not take the registry’s word from a deal', () => {
    const topics = encodeEventTopics({
      abi: microNodeRegistryAbi,
      eventName: 'NodeRetired',
      args: { node: NODE },
    }) as Hex[];
    expect(decodeEvent('registry', { topics, data: '0x' })?.args).toEqual({
      node: NODE.toLowerCase(),
    });
    expect(decodeEvent('deal', { topics, data: '0x' })).toBeUndefined();
  });

  it('knows nothing of foreign events', () => {
    expect(decodeEvent('deal', { topics: [pad('0x01')], data: '0x' })).toBeUndefined();
    expect(decodeEvent('deal', { topics: [], data: '0x' })).toBeUndefined();
  });

  it('filters by topics without doubles', () => {
    expect(new Set(eventTopics).size).toBe(eventTopics.length);
    expect(eventTopics.length).toBeGreaterThan(25);
  });
});
