import type { Hex } from 'viem';
import { generatePrivateKey } from 'viem/accounts';
import { z } from 'zod';

const STORAGE_KEY = 'msp.test-wallet';
const MOST_KEYS = 8;

const stored = z.object({
  keys: z
    .array(z.string().regex(/^0x[0-9a-f]{64}$/))
    .min(1)
    .max(MOST_KEYS),
  current: z.int().min(0),
  allowed: z.boolean(),
});

/** Keys of the test wallet: worthless coins on a local chain, so that plain storage is enough. */
export interface TestKeys {
  keys: Hex[];
  current: number;
  /** Whether the reader has connected the page with the wallet: it tells no address before. */
  allowed: boolean;
}

/** The stored keys; the first call makes one. */
export function readTestKeys(): TestKeys {
  const text = localStorage.getItem(STORAGE_KEY);
  const parsed = stored.safeParse(text === null ? null : safeJson(text));
  if (parsed.success && parsed.data.current < parsed.data.keys.length) {
    return parsed.data as TestKeys;
  }
  return writeTestKeys({ keys: [generatePrivateKey()], current: 0, allowed: false });
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not what we wrote: the same as nothing.
    return null;
  }
}

function writeTestKeys(keys: TestKeys): TestKeys {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(keys));
  return keys;
}

/** Makes another account the current one; beyond the last one it is a new one. */
export function selectTestKey(index: number): TestKeys {
  const { keys, allowed } = readTestKeys();
  const all = index < keys.length ? keys : [...keys, generatePrivateKey()].slice(-MOST_KEYS);
  return writeTestKeys({ keys: all, current: Math.min(index, all.length - 1), allowed });
}

/** Lets the page see the accounts, or takes that back. */
export function allowTestKeys(allowed: boolean): void {
  writeTestKeys({ ...readTestKeys(), allowed });
}
