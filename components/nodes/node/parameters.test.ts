import { describe, expect, it } from 'vitest';
import { hoursToMap } from '@/lib/core/nodes';
import type { NodeParameters } from '@/lib/core/protocol';
import { changeOf, fieldsOf } from './parameters';

const before: NodeParameters = {
  accepting: true,
  rate: 1_234_567_890_123n,
  maxSpan: 150,
  minFileSize: 1n,
  maxFileSize: (1n << 63n) - 1n,
};
/** One promised hour of the week: a gap of 167 would need a span from 168; two hours make 139. */
const hours = hoursToMap([0, 28]);
const change = (over: Partial<ReturnType<typeof fieldsOf>>) =>
  changeOf({ ...fieldsOf(before), ...over }, before, hours);

describe('changed parameters', () => {
  it('are none when nothing was typed, to the last byte and attoFIL', () => {
    expect(change({})).toEqual({ mask: 0, parameters: before, errors: null });
  });

  it('carry exactly the bits of what changed', () => {
    expect(change({ accepting: false }).mask).toBe(1);
    expect(change({ rate: '0.05' }).mask).toBe(2);
    expect(change({ maxSpan: '151' }).mask).toBe(4);
    expect(change({ minFile: '2' }).mask).toBe(8);
    expect(change({ maxFile: '1024', accepting: false }).mask).toBe(17);
    const { parameters } = change({ maxFile: '1024' });
    expect(parameters).toEqual({ ...before, maxFileSize: 1n << 30n });
  });

  it.each([
    ['rate', { rate: 'cheap' }],
    ['maxSpan', { maxSpan: '10' }],
    ['maxSpan', { maxSpan: '164' }],
    ['minFile', { minFile: '-3' }],
    ['maxFile', { minFile: '5', maxFile: '4' }],
  ])('are refused for %s: %o', (field, over) => {
    const { errors, mask } = change(over);
    expect(mask).toBe(0);
    expect(Object.keys(errors ?? {})).toEqual([field]);
  });
});
