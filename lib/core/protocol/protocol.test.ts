import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  address,
  agentSlot,
  big,
  canonicalContent,
  contentHash,
  hourOfWeek,
  hoursMap,
  hoursMapHex,
  objectKeys,
  periodOf,
  registerNode,
  requestStorage,
  shardBytesOf,
  slotPath,
  uint,
} from './index';

const DEAL = '0xAbCdEf0000000000000000000000000000000001';
const HASH = `0x${'ab'.repeat(32)}` as const;

describe('primitives', () => {
  it('turns decimal text into bigint and back', () => {
    expect(big.parse('340282366920938463463374607431768211456')).toBe(1n << 128n);
    expect(z.encode(big, 7n)).toBe('7');
  });

  it.each(['', '-1', '01', '1.0', '0x10', '1e3', ' 1', 5, null])('refuses %j as Big', (value) => {
    expect(big.safeParse(value).success).toBe(false);
  });

  it('bounds contract fields', () => {
    expect(uint(96).safeParse((1n << 96n).toString()).success).toBe(false);
    expect(uint(96).parse(((1n << 96n) - 1n).toString())).toBe((1n << 96n) - 1n);
  });

  it('lower-cases addresses and refuses other lengths', () => {
    expect(address.parse(DEAL)).toBe(DEAL.toLowerCase());
    expect(address.safeParse(DEAL.slice(0, -1)).success).toBe(false);
  });

  it('keeps hour bits below 168', () => {
    expect(hoursMap.safeParse(hoursMapHex((1n << 168n) - 1n)).success).toBe(true);
    expect(hoursMap.safeParse(hoursMapHex(1n << 168n)).success).toBe(false);
  });

  it('reads slot coordinates from path text', () => {
    expect(slotPath.parse({ deal: DEAL, slot: '3', generation: '1' })).toEqual({
      deal: DEAL.toLowerCase(),
      slot: 3,
      generation: 1,
    });
    expect(slotPath.safeParse({ deal: DEAL, slot: '65536', generation: '0' }).success).toBe(false);
    expect(slotPath.safeParse({ deal: DEAL, slot: '1.5', generation: '0' }).success).toBe(false);
  });
});

describe('clock', () => {
  it('names Monday 5 January 1970 00:00 UTC hour 0', () => {
    expect(hourOfWeek(periodOf(4 * 86_400, 3600))).toBe(0);
    expect(hourOfWeek(periodOf(4 * 86_400 - 1, 3600))).toBe(167);
  });
});

describe('content', () => {
  const content = {
    sectorBytes: 2048,
    version: 1 as const,
    encryption: 'none' as const,
    fileBytes: 70,
    n: 1,
    k: 1,
    segments: [{ commD: [HASH], shardBytes: 96, length: 70, offset: 0 }],
  };

  it('is canonical whatever the order of keys', () => {
    expect(canonicalContent(content)).toBe(
      `{"version":1,"encryption":"none","fileBytes":70,"k":1,"n":1,"sectorBytes":2048,"segments":[{"offset":0,"length":70,"shardBytes":96,"commD":["${HASH}"]}]}`,
    );
    expect(contentHash(content)).not.toBe(contentHash({ ...content, fileBytes: 71 }));
  });

  it('makes shards no longer than needed', () => {
    expect([shardBytesOf(70, 1), shardBytesOf(64, 2), shardBytesOf(65, 2)]).toEqual([70, 32, 33]);
  });
});

describe('bodies', () => {
  it('refuses fewer total than data shards', () => {
    const body = { uploadId: 'u', durationPeriods: 24, tier: 'day', dataShards: 4 };
    expect(requestStorage.safeParse({ ...body, totalShards: 3 }).success).toBe(false);
    expect(requestStorage.safeParse({ ...body, totalShards: 4 }).success).toBe(true);
    expect(requestStorage.safeParse({ ...body, tier: 'weekly' }).success).toBe(false);
  });

  it('refuses times of day that do not exist', () => {
    const window = registerNode.shape.windows;
    expect(window.safeParse([{ day: 0, from: '24:00', to: '01:00' }]).success).toBe(false);
    expect(window.safeParse([{ day: 7, from: '23:00', to: '01:00' }]).success).toBe(false);
    expect(window.safeParse([{ day: 6, from: '23:00', to: '01:00' }]).success).toBe(true);
  });

  it('gives agents bigints', () => {
    expect(agentSlot.shape.rate.parse('12')).toBe(12n);
  });
});

it('names objects in lower case', () => {
  expect(objectKeys.shard(HASH.toUpperCase().replace('0X', '0x'))).toBe(
    `shards/${'ab'.repeat(32)}`,
  );
  expect(objectKeys.porep(DEAL, 1, 0, HASH)).toBe(`proofs/porep/${DEAL.toLowerCase()}/1/0/${HASH}`);
});
