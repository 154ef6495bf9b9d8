import { describe, expect, it } from 'vitest';
import { TimeLeft } from './time-left';

describe('TimeLeft', () => {
  it('knows nothing at first, then the rest at the speed so far', () => {
    const left = new TimeLeft();
    expect(left.after(0, 1000)).toBeNull();
    expect(left.after(0.005, 2000)).toBeNull();
    expect(left.after(0.25, 11_000)).toBeCloseTo(30);
    expect(left.after(1, 41_000)).toBe(0);
  });

  it('measures a continued operation from where it continues', () => {
    const left = new TimeLeft();
    left.after(0.5, 0);
    expect(left.after(0.75, 10_000)).toBeCloseTo(10);
  });

  it('does not count a pause', () => {
    const left = new TimeLeft();
    left.after(0, 0);
    left.stood(60_000);
    expect(left.after(0.5, 70_000)).toBeCloseTo(10);
  });
});
