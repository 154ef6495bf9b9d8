import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineControl, type EngineOptions, sealSector } from '@/lib/engine';
import { makeSector, type TestSector } from '@/lib/engine/testing/make-sector';
import { makeOffer } from '../testing/fixtures';
import { Sealing } from './sealing';
import { Mutex } from './wait';

vi.setConfig({ testTimeout: 60_000 });

const MIB = 2 ** 20;
const engine = { EngineControl };
const sectors: TestSector[] = [];
afterEach(() => Promise.all(sectors.splice(0).map((sector) => sector.remove())));

async function newSector(): Promise<TestSector> {
  const sector = await makeSector({ sectorBytes: MIB });
  sectors.push(sector);
  return sector;
}

function setUp(lowPriority = false) {
  const heavy = new Mutex();
  const reports: unknown[] = [];
  const sealing: Sealing = new Sealing(heavy, lowPriority, () => {
    reports.push([sealing.report()?.slot, sealing.paused]);
  });
  const stop = new AbortController();
  const run = <T>(slot: number, work: (options: EngineOptions) => Promise<T>) =>
    sealing.run(engine, makeOffer({ slot }), stop.signal, work);
  return { heavy, sealing, reports, stop, run };
}

describe('Sealing', () => {
  it('stands still in the middle, lets urgent work pass, and ends with the same bytes', async () => {
    const { heavy, sealing, run, reports } = setUp();
    const [sector, other] = [await newSector(), await newSector()];
    let control: EngineControl | undefined;
    let isPausedOnce = false;
    const seal = run(3, async (options) => {
      control = options.control;
      const onProgress = (progress: Parameters<NonNullable<typeof options.onProgress>>[0]) => {
        options.onProgress?.(progress);
        if (progress.step !== 'labels' || isPausedOnce) return;
        isPausedOnce = true;
        sealing.pause('busy');
      };
      return sealSector({ ...sector, ...options, onProgress });
    });
    await vi.waitFor(() => expect(control?.phase).toBe('paused'), 30_000);
    const still = sealing.report();
    expect(still).toMatchObject({ slot: 3, step: 'labels' });
    expect(still?.fraction).toBeGreaterThan(0);
    expect(still?.fraction).toBeLessThan(1);
    expect(await heavy.run(async () => 'delivered', true)).toBe('delivered');
    const begun: number[] = [];
    const next = run(4, async () => begun.push(4));
    await heavy.run(async () => undefined, true);
    expect(begun).toEqual([]);
    expect(sealing.report()).toEqual(still);
    sealing.pause(undefined);
    const expected = await sealSector(other);
    expect((await seal).commR).toEqual(expected.commR);
    await next;
    expect(reports).toEqual([
      [3, undefined],
      [3, 'busy'],
      [3, undefined],
      [undefined, undefined],
      [4, undefined],
      [undefined, undefined],
    ]);
  });

  it('begins nothing while it is paused, and ends its waiting when the agent stops', async () => {
    const { sealing, run, stop } = setUp();
    sealing.pause('operator');
    const work = vi.fn();
    const first = run(0, work);
    const second = run(1, work);
    stop.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    await expect(run(2, work)).rejects.toMatchObject({ name: 'AbortError' });
    expect(work).not.toHaveBeenCalled();
  });

  it('gives its turn back when a seal fails, also while it is paused', async () => {
    const { heavy, sealing, run } = setUp(true);
    const seal = run(0, async ({ lowPriority }) => {
      sealing.pause('operator');
      throw new Error(`failed ${lowPriority}`);
    });
    await expect(seal).rejects.toThrow('failed true');
    expect(sealing.report()).toBeUndefined();
    expect(await heavy.run(async () => 1)).toBe(1);
  });
});
