import { z } from 'zod';

/** 0x-prefixed hexadecimal text, lower-case once parsed. */
export type Hex = `0x${string}`;
/** 20-byte account or contract address, lower-case once parsed. */
export type Address = Hex;

/** Lower-cased text that matches `pattern`; the type says what the pattern guarantees. */
const hexText = (pattern: RegExp, what: string) =>
  z.string().toLowerCase().regex(pattern, `Expected ${what}.`) as unknown as z.ZodType<Hex, string>;

/** Address in any case on the wire, lower-case inside. */
export const address = hexText(/^0x[0-9a-f]{40}$/, 'a 0x-address of 20 bytes');
/** Whole bytes in hex, any length including none. */
export const hex = hexText(/^0x([0-9a-f]{2})*$/, 'a 0x-string of whole bytes');
/** 32 bytes in hex: hashes, roots, seeds, digests. */
export const hash = hexText(/^0x[0-9a-f]{64}$/, 'a 0x-string of 32 bytes');
/** uint256 whose bit h (0..167) stands for hour of the week h; 64 digits. */
export const hoursMap = hexText(/^0x0{22}[0-9a-f]{42}$/, 'a 0x-string of 64 digits, bits 0 to 167');
/** EIP-712 or personal signature: 65 bytes of a key, or longer for a contract wallet. */
export const signature = hexText(/^0x([0-9a-f]{2}){64,4096}$/, 'a signature in hex');

/**
 * Non-negative integer as decimal text on the wire, bigint inside (attoFIL, bytes, uint64 periods).
 * At most 78 digits, the length of the largest uint256.
 */
export const big = z.codec(
  z.string().regex(/^(0|[1-9][0-9]{0,77})$/, 'Expected a decimal number in a string.'),
  z.bigint(),
  { decode: (text) => BigInt(text), encode: (value) => value.toString() },
);

/** {@link big} with an upper bound of 2^bits − 1, as the contract's field has. */
export const uint = (bits: number) =>
  big.refine((value) => value < 1n << BigInt(bits), `Expected at most ${bits} bits.`);

export const uint16 = z.int().min(0).max(0xffff);
export const uint32 = z.int().min(0).max(0xffff_ffff);
/** Size or offset that fits a JSON number exactly. */
export const byteCount = z.int().min(0);
/** Identifier of a row of the portal. */
export const uuid = z.uuid();
/** Instant in ISO 8601, UTC. */
export const instant = z.iso.datetime();
/** Cursor of a paged list; opaque to callers. */
export const cursor = z.string().min(1).max(200);

/** A slot's three coordinates as path parameters: text in, numbers out. */
export const slotPath = z.object({
  deal: address,
  slot: z.coerce.number().pipe(uint16),
  generation: z.coerce.number().pipe(uint16),
});

/** A period as path parameter. */
export const periodPath = z.object({ period: uint(64) });

/** Paging of a list: newest or first rows, `limit` at most 100. */
export const pageQuery = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().pipe(z.int().min(1).max(100)).default(25),
});

/** Renders a 168-bit map as the 64 digits that the wire and the database use. */
export function hoursMapHex(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, '0')}`;
}
