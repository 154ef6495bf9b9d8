/** What JSON can hold. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

const HEX = /^0x[0-9a-fA-F]*$/;

/**
 * A value decoded by viem as plain JSON: bigints become decimal strings, hex lower case.
 *
 * @throws TypeError for what no ABI value can be (functions, symbols)
 */
export function jsonSafe(value: unknown): JsonValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return HEX.test(value) ? value.toLowerCase() : value;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(jsonSafe);
  if (typeof value !== 'object') throw new TypeError(`${typeof value} is not an ABI value`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonSafe(item)]));
}
