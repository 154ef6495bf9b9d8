import type { Schema } from './types';

const patterns: readonly [RegExp, string][] = [
  [/\[0-9a-f\]\{40\}/, 'address'],
  [/0\{22\}\[0-9a-f\]\{42\}/, 'hours map (64 hex digits)'],
  [/\[0-9a-f\]\{64\}/, '32 bytes, hex'],
  [/\(\[0-9a-f\]\{2\}\)/, 'bytes, hex'],
  [/^\^\(0\|\[1-9\]\[0-9\]\{0,77\}\)\$$/, 'whole number as text'],
];

function textWords({ format, pattern }: Schema): string {
  if (format === 'binary') return 'bytes';
  const known = pattern && patterns.find(([shape]) => shape.test(pattern))?.[1];
  if (known) return known;
  return format ? `text (${format})` : 'text';
}

function numberWords({ type, minimum, maximum }: Schema): string {
  const name = type === 'integer' ? 'whole number' : 'number';
  const isBound = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  if (isBound(minimum) && isBound(maximum)) return `${name}, ${minimum} to ${maximum}`;
  return isBound(minimum) && minimum !== 0 ? `${name} from ${minimum}` : name;
}

const listed = (words: readonly string[]) => [...new Set(words)].join(' or ');

/** A schema in a few words: "address", "list of text", "one of a, b". */
export function schemaWords(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`;
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return listed(choices.map(schemaWords));
  if (schema.prefixItems) return 'list';
  switch (schema.type) {
    case 'string':
      return textWords(schema);
    case 'integer':
    case 'number':
      return numberWords(schema);
    case 'array':
      return `list of ${schema.items ? schemaWords(schema.items) : 'anything'}`;
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'object':
      return 'object';
    default:
      return 'anything';
  }
}

/** The schema whose fields stand below a field: its own, of its items, or of its only object. */
export function innerOf(schema: Schema): Schema | undefined {
  if (schema.properties) return schema;
  if (schema.items) return innerOf(schema.items);
  for (const choice of schema.anyOf ?? schema.oneOf ?? []) {
    const inner = innerOf(choice);
    if (inner) return inner;
  }
  return undefined;
}
