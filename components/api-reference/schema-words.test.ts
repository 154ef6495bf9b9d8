import { expect, it } from 'vitest';
import { z } from 'zod';
import { address, big, hash, hoursMap, uint16 } from '@/lib/core/protocol/primitives';
import { innerOf, schemaWords } from './schema-words';
import type { Schema } from './types';

const words = (schema: z.ZodType) =>
  schemaWords(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema);

it.each([
  [address, 'address'],
  [hash, '32 bytes, hex'],
  [hoursMap, 'hours map (64 hex digits)'],
  [big, 'whole number as text'],
  [uint16, 'whole number, 0 to 65535'],
  [z.int().min(0), 'whole number'],
  [z.enum(['a', 'b']), 'one of a, b'],
  [z.array(address), 'list of address'],
  [z.union([z.uuid(), z.null()]), 'text (uuid) or null'],
  [z.iso.datetime(), 'text (date-time)'],
  [z.unknown(), 'anything'],
])('says what travels', (schema, expected) => {
  expect(words(schema)).toBe(expected);
});

it('finds the fields inside lists and choices', () => {
  const fields = z.object({ a: z.string() });
  const json = z.toJSONSchema(z.array(z.union([z.null(), fields]))) as Schema;
  expect(Object.keys(innerOf(json)?.properties ?? {})).toEqual(['a']);
  expect(innerOf({ type: 'string' })).toBeUndefined();
});
