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

function setUp(lowPriority = false, seats = 1) {
  const heavy = new Mutex(seats);
  const reports: unknown[] = [];
  const sealing: Sealing = new Sealing(heavy, lowPriority, () => {
    reports.push([sealing.report()[0]?.slot, sealing.paused]);
  });
  const stop = new AbortController();
  const run = <T>(
    slot: number,
    work: (options: EngineOptions) => Promise<T>,
    over: Parameters<typeof makeOffer>[0] = {},
  ) => sealing.run(engine, makeOffer({ slot, ...over }), stop.signal, work);
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
    const [still] = sealing.report();
    expect(still).toMatchObject({ slot: 3, step: 'labels' });
    expect(still?.fraction).toBeGreaterThan(0);
    expect(still?.fraction).toBeLessThan(1);
    expect(await heavy.run(async () => 'delivered', true)).toBe('delivered');
    const begun: number[] = [];
    const next = run(4, async () => begun.push(4));
    await heavy.run(async () => undefined, true);
    expect(begun).toEqual([]);
    expect(sealing.report()).toEqual([still]);
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

  it('works on as many as there are seats, and pauses all of them', async () => {
    const { heavy, sealing, run } = setUp(false, 2);
    const open = new AbortController();
    const controls: (EngineControl | undefined)[] = [];
    const opened = new Promise<void>((resolve) => {
      open.signal.addEventListener('abort', () => resolve());
    });
    const seals = [0, 1, 2].map((slot) =>
      run(slot, ({ control }) => {
        controls.push(control);
        return opened;
      }),
    );
    await vi.waitFor(() => expect(sealing.report().map(({ slot }) => slot)).toEqual([0, 1]));
    sealing.pause('operator');
    expect(await heavy.run(async () => 'delivered', true)).toBe('delivered');
    expect(controls.map((control) => control?.phase)).toEqual(['pausing', 'pausing']);
    sealing.pause(undefined);
    await vi.waitFor(() => {
      expect(controls.map((control) => control?.phase)).toEqual(['running', 'running']);
    });
    open.abort();
    await Promise.all(seals);
    expect(controls.length).toBe(3);
    expect(sealing.report()).toEqual([]);
  });

  it('can wait only while each seal is known to be ready long before its deadline', async () => {
    const { sealing, run } = setUp(false, 2);
    const { sealingDeadline } = makeOffer();
    const now = sealingDeadline - 600;
    const waits = () => sealing.canWait(now, 1 / 3);
    const ends: (() => void)[] = [];
    const say: NonNullable<EngineOptions['onProgress']>[] = [];
    const seals = [0, 1].map((slot) =>
      run(slot, async ({ onProgress }) => {
        say.push(onProgress!);
        await new Promise<void>((resolve) => ends.push(resolve));
      }),
    );
    await vi.waitFor(() => expect(say.length).toBe(2));
    const progress = { step: 'labels', layer: 1, fraction: 0.5 } as const;
    say[0]?.({ ...progress, secondsLeft: 199 });
    expect(waits()).toBe(false);
    say[1]?.({ ...progress, secondsLeft: 10 });
    expect(waits()).toBe(true);
    say[0]?.({ ...progress, secondsLeft: 201 });
    expect(waits()).toBe(false);
    for (const end of ends) end();
    await Promise.all(seals);
  });

  it('cannot wait when a deadline comes near for one in the queue, after all before it', async () => {
    const { sealing, run, stop } = setUp();
    const { sealingDeadline } = makeOffer();
    const waits = (secondsLeft: number) => sealing.canWait(sealingDeadline - secondsLeft, 1 / 3);
    expect(waits(-1)).toBe(true);
    sealing.pause('busy');
    const work = vi.fn();
    const sizes = [256, 512].map((mib) => ({ sectorBytes: mib * MIB }));
    const first = run(0, work, sizes[0]);
    expect([waits(3 * 256 + 1), waits(3 * 256)]).toEqual([true, false]);
    const second = run(1, work, sizes[1]);
    expect([waits(3 * 768 + 1), waits(3 * 768)]).toEqual([true, false]);
    expect(sealing.report()).toEqual([]);
    stop.abort();
    await Promise.allSettled([first, second]);
    expect(work).not.toHaveBeenCalled();
    expect(waits(-1)).toBe(true);
  });

  it('gives its turn back when a seal fails, also while it is paused', async () => {
    const { heavy, sealing, run } = setUp(true);
    const seal = run(0, async ({ lowPriority }) => {
      sealing.pause('operator');
      throw new Error(`failed ${lowPriority}`);
    });
    await expect(seal).rejects.toThrow('failed true');
    expect(sealing.report()).toEqual([]);
    expect(await heavy.run(async () => 1)).toBe(1);
  });
});
