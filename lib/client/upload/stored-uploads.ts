import type { PreviousUpload, UrlStorage } from 'tus-js-client';
import { z } from 'zod';
import type { UploadSource } from './source';

const PREFIX = 'msp-upload';
const SEPARATOR = '::';

/** What is kept of an upload that was begun; the bytes themselves stay in the user's file. */
const stored = z.object({
  uploadUrl: z.string().nullable(),
  size: z.number().nullable(),
  metadata: z.record(z.string(), z.string()),
  creationTime: z.string(),
});

/** An upload that was begun in this browser and can go on. */
export interface StoredUpload {
  key: string;
  name: string;
  bytes: number;
  type: string;
  startedAt: Date;
  url: string;
}

/**
 * Identifies a file of a wallet, so that choosing the same file again continues its upload and
 * another wallet's file does not.
 */
export function fingerprintOf(wallet: string, source: Pick<UploadSource, 'identity'>): string {
  return [PREFIX, wallet.toLowerCase(), source.identity].join(SEPARATOR);
}

function read(storage: Storage, key: string): StoredUpload | null {
  try {
    const parsed = stored.parse(JSON.parse(storage.getItem(key) ?? 'null'));
    if (!parsed.uploadUrl || parsed.size === null) return null;
    return {
      key,
      name: parsed.metadata.filename ?? 'file',
      type: parsed.metadata.filetype ?? '',
      bytes: parsed.size,
      startedAt: new Date(parsed.creationTime),
      url: parsed.uploadUrl,
    };
  } catch {
    // Written by another version, or by hand: of no use, and no reason to stop.
    return null;
  }
}

const keysOf = (storage: Storage, prefix: string) =>
  Object.keys(storage).filter((key) => key.startsWith(prefix));

/** Uploads of a wallet that were begun and not finished, newest first. */
export function storedUploads(storage: Storage, wallet: string): StoredUpload[] {
  return keysOf(storage, `${PREFIX}${SEPARATOR}${wallet.toLowerCase()}${SEPARATOR}`)
    .flatMap((key) => read(storage, key) ?? [])
    .sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
}

/** Forgets an upload; the portal deletes what nobody asks for. */
export function forgetStored(storage: Storage, key: string): void {
  storage.removeItem(key);
}

/** tus-js-client's memory of upload addresses in a web storage, under our own keys. */
export function urlStorageOn(storage: Storage): UrlStorage {
  const find = (prefix: string): PreviousUpload[] =>
    keysOf(storage, prefix).flatMap((key) => {
      const item = storage.getItem(key);
      return item === null ? [] : [{ ...JSON.parse(item), urlStorageKey: key }];
    });
  return {
    findAllUploads: async () => find(`${PREFIX}${SEPARATOR}`),
    findUploadsByFingerprint: async (fingerprint) => find(`${fingerprint}${SEPARATOR}`),
    removeUpload: async (key) => storage.removeItem(key),
    addUpload: async (fingerprint, upload) => {
      const key = `${fingerprint}${SEPARATOR}${Date.now()}`;
      storage.setItem(key, JSON.stringify(upload));
      return key;
    },
  };
}
