import { describe, expect, it } from 'vitest';
import { othersShare } from './cpu-load';
import { type Look, PauseRule } from './pause-rule';

const look = (over: Partial<Look> = {}): Look => ({
  isHeld: false,
  others: 0,
  canWait: true,
  ...over,
});
/** What a rule says, look by look. */
const said = (rule: PauseRule, looks: Partial<Look>[]) => looks.map((l) => rule.next(look(l)));
const times = (n: number, over: Partial<Look>) => Array.from({ length: n }, () => over);

describe('PauseRule', () => {
  it('pauses when others work for a while, and goes on when they have been quiet for longer', () => {
    const rule = new PauseRule(0.3);
    expect(said(rule, times(2, { others: 0.31 }))).toEqual([undefined, 'busy']);
    expect(said(rule, times(5, { others: 0.3 }))).toEqual(Array(5).fill('busy'));
    expect(said(rule, [{ others: 0.9 }, ...times(6, {})])).toEqual([
      ...Array(6).fill('busy'),
      undefined,
    ]);
  });

  it('does not take a program that starts for somebody at work', () => {
    const rule = new PauseRule(0.3);
    const peaks = [{ others: 1 }, {}, { others: 1 }, {}, { others: 1 }];
    expect(said(rule, peaks)).toEqual(Array(5).fill(undefined));
  });

  it('does not wait for others when it must not', () => {
    const rule = new PauseRule(0.3);
    said(rule, times(2, { others: 1 }));
    const looks = [{ canWait: true }, { canWait: false }, { canWait: true }];
    const busy = looks.map((l) => ({ ...l, others: 1 }));
    expect(said(rule, busy)).toEqual(['busy', undefined, 'busy']);
  });

  it('follows the operator whatever the load and the deadline', () => {
    const rule = new PauseRule(undefined);
    expect(said(rule, times(3, { others: 1 }))).toEqual(Array(3).fill(undefined));
    expect(rule.next(look({ isHeld: true, canWait: false }))).toBe('operator');
    expect(rule.next(look({ canWait: false }))).toBeUndefined();
  });
});

describe('othersShare', () => {
  it('is what is neither idle nor ours', () => {
    const before = { total: 1000, idle: 500, own: 100 };
    expect(othersShare(before, { total: 3000, idle: 1500, own: 600 })).toBe(0.25);
    expect(othersShare(before, { total: 3000, idle: 1500, own: 1200 })).toBe(0);
    expect(othersShare(before, before)).toBe(0);
  });
});
