/** Order of the BLS12-381 scalar field, which Filecoin's sealed elements live in. */
export const FIELD_ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;

/** Bytes of one element, node, label or hash. */
export const NODE_BYTES = 32;

const ORDER_BYTES = toElement(FIELD_ORDER);

function toElement(value: bigint): Uint8Array {
  const out = new Uint8Array(NODE_BYTES);
  for (let i = 0, rest = value; i < NODE_BYTES; i++, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

function fromElement(bytes: Uint8Array, offset: number): bigint {
  let value = 0n;
  for (let i = NODE_BYTES - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[offset + i]!);
  return value;
}

/** True if the 32 little-endian bytes at `offset` are below r. */
export function isCanonical(bytes: Uint8Array, offset = 0): boolean {
  for (let i = NODE_BYTES - 1; i >= 0; i--) {
    const difference = bytes[offset + i]! - ORDER_BYTES[i]!;
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** True if the 32 bytes at `offset` are below 2^254: every label, hash and unsealed element is. */
export function fits254(bytes: Uint8Array, offset = 0): boolean {
  return bytes[offset + NODE_BYTES - 1]! < 0x40;
}

/** sealed = (data + key) mod r, all 32 bytes little-endian. */
export function encodeElement(data: Uint8Array, key: Uint8Array): Uint8Array {
  return toElement((fromElement(data, 0) + fromElement(key, 0)) % FIELD_ORDER);
}

/** data = (sealed − key) mod r, the inverse of {@link encodeElement}. */
export function decodeElement(sealed: Uint8Array, key: Uint8Array): Uint8Array {
  return toElement((fromElement(sealed, 0) - fromElement(key, 0) + FIELD_ORDER) % FIELD_ORDER);
}
