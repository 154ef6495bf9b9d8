import { describe, expect, it } from 'vitest';
import { committedHours, hasHour, longestGap } from '@/lib/core/nodes';
import { planPlacement, tierTargets } from '@/lib/core/placement';
import { parseWindow } from '@/node-agent/src/cli/parse';
import { fleetMember } from './roster.mjs';

const members = Array.from({ length: 12 }, (_, index) => fleetMember(index));
const hoursOf = (index: number, from: string, to: string) => {
  const { windows, timeZone } = members[index]!;
  return committedHours(windows.flatMap(parseWindow), timeZone, from, to);
};
const seasons = [
  ['2026-01-10T00:00:00Z', '2026-01-11T00:00:00Z'],
  ['2026-07-10T00:00:00Z', '2026-07-11T00:00:00Z'],
  ['2026-01-10T00:00:00Z', '2026-12-10T00:00:00Z'],
] as const;

describe('the local fleet', () => {
  it.each(seasons)('covers every hour of the week several times, %s to %s', (from, to) => {
    const maps = members.map((_, index) => hoursOf(index, from, to));
    const coverage = Array.from(
      { length: 168 },
      (_, hour) => maps.filter((map) => hasHour(map, hour)).length,
    );
    expect(Math.min(...coverage)).toBeGreaterThanOrEqual(6);
  });

  it.each(Object.keys(tierTargets))('is enough for the tier %s', (tier) => {
    const [from, to] = seasons[1];
    const candidates = members.map((member, index) => {
      const hoursMap = hoursOf(index, from, to);
      const operator = `0x${(index + 1).toString(16).padStart(40, '0')}`;
      return {
        operator,
        payout: operator,
        hoursMap,
        declaredHoursMap: hoursMap,
        fulfilments: member.work?.fulfilments ?? 0,
        commitments: member.work?.commitments ?? 0,
        rate: member.rate,
        maxSpan: longestGap(hoursMap) + 12,
        freeBytes: member.capacityBytes,
        minFileSize: 1n,
        maxFileSize: 1n << 60n,
        accepting: true,
        region: member.region,
        timeZone: member.timeZone,
      };
    });
    const result = planPlacement({
      candidates,
      tier: tier as keyof typeof tierTargets,
      k: 4,
      segments: 5,
      sectorBytes: 8n << 20n,
      fileBytes: 140n << 20n,
      exclude: [],
      seed: `0x${'5e'.repeat(32)}`,
      startPeriod: 0,
      durationPeriods: 48,
    });
    expect(result).toMatchObject({ reached: true });
  });

  it('names more nodes than there are households apart', () => {
    const names = Array.from({ length: 30 }, (_, index) => fleetMember(index).name);
    expect(new Set(names).size).toBe(30);
  });
});
