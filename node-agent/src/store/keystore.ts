import { createCipheriv, createDecipheriv, randomBytes, randomUUID, scrypt } from 'node:crypto';
import { concatBytes, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { readJson, writeJson } from './atomic';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const params = z.object({
  dklen: z.literal(32),
  n: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(32),
  p: z.number().int().min(1).max(16),
  salt: z.string().regex(/^([0-9a-f]{2}){8,64}$/),
});

/** Web3 Secret Storage, version 3, with scrypt: the format that wallets import and export. */
export const keystoreSchema = z.object({
  version: z.literal(3),
  id: z.string(),
  address: hex(20),
  crypto: z.object({
    cipher: z.literal('aes-128-ctr'),
    ciphertext: hex(32),
    cipherparams: z.object({ iv: hex(16) }),
    kdf: z.literal('scrypt'),
    kdfparams: params,
    mac: hex(32),
  }),
});

export type Keystore = z.infer<typeof keystoreSchema>;

/** Cost of guessing a password: `standard` takes 128 MiB, `light` 4 MiB (local fleets, tests). */
export const kdfCosts = {
  standard: { n: 131_072, r: 8, p: 1 },
  light: { n: 4096, r: 8, p: 6 },
} as const;

function deriveKey(password: string, p: z.infer<typeof params>): Promise<Buffer> {
  const options = { N: p.n, r: p.r, p: p.p, maxmem: 256 * p.n * p.r };
  return new Promise((resolve, reject) => {
    const salt = Buffer.from(p.salt, 'hex');
    scrypt(password.normalize('NFKC'), salt, p.dklen, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function macOf(key: Buffer, ciphertext: Buffer): string {
  return keccak256(concatBytes([key.subarray(16, 32), ciphertext])).slice(2);
}

/** Encrypts a private key under a password. */
export async function encryptKey(
  privateKey: Hex,
  password: string,
  cost: keyof typeof kdfCosts,
): Promise<Keystore> {
  const kdfparams = {
    dklen: 32,
    ...kdfCosts[cost],
    salt: randomBytes(32).toString('hex'),
  } as const;
  const key = await deriveKey(password, kdfparams);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), iv);
  const secret = Buffer.from(privateKey.slice(2), 'hex');
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return {
    version: 3,
    id: randomUUID(),
    address: privateKeyToAddress(privateKey).slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      ciphertext: ciphertext.toString('hex'),
      cipherparams: { iv: iv.toString('hex') },
      kdf: 'scrypt',
      kdfparams,
      mac: macOf(key, ciphertext),
    },
  };
}

/** @throws AppError `AGENT_PASSWORD_WRONG` */
export async function decryptKey(keystore: Keystore, password: string): Promise<Hex> {
  const { crypto } = keystore;
  const key = await deriveKey(password, crypto.kdfparams);
  const ciphertext = Buffer.from(crypto.ciphertext, 'hex');
  if (macOf(key, ciphertext) !== crypto.mac) {
    throw new AppError('AGENT_PASSWORD_WRONG', 'The password does not open the keystore.');
  }
  const iv = Buffer.from(crypto.cipherparams.iv, 'hex');
  const decipher = createDecipheriv('aes-128-ctr', key.subarray(0, 16), iv);
  return toHex(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
}

/** @throws AppError `AGENT_CONFIG_MISSING` if the home has no key, `AGENT_KEYSTORE_INVALID` */
export async function readKeystore(file: string): Promise<Keystore> {
  const keystore = await readJson(file, keystoreSchema, 'AGENT_KEYSTORE_INVALID');
  if (keystore) return keystore;
  throw new AppError(
    'AGENT_CONFIG_MISSING',
    'This home has no key yet; run `micro-node init` first.',
  );
}

/** Stores a keystore, readable by its owner only. */
export function writeKeystore(file: string, keystore: Keystore): Promise<void> {
  return writeJson(file, keystore);
}
