import { S3Client } from '@aws-sdk/client-s3';
import { type ObjectStoreConfig, serverEnv } from '@/lib/server/env';
import { FolderStore } from './folder-store';
import { S3Store } from './s3-store';
import type { ObjectStore } from './types';

export type { ObjectRange, ObjectStore, StoredObject } from './types';

/** The store that a configuration describes. */
export function openObjectStore(config: ObjectStoreConfig): ObjectStore {
  if (config.kind === 'folder') return new FolderStore(config.path);
  return new S3Store(new S3Client(s3ClientConfig(config)), config.bucket);
}

/** Path-style addresses work with every S3 look-alike; checksums only where the service asks. */
export function s3ClientConfig(config: Extract<ObjectStoreConfig, { kind: 's3' }>) {
  const { endpoint, region, accessKeyId, secretAccessKey } = config;
  return {
    region,
    endpoint,
    forcePathStyle: endpoint !== undefined,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED' as const,
    responseChecksumValidation: 'WHEN_REQUIRED' as const,
  };
}

let cached: { config: ObjectStoreConfig; store: ObjectStore } | undefined;

/** The object store of this process. */
export function objectStore(): ObjectStore {
  const config = serverEnv().objectStore;
  if (cached?.config !== config) cached = { config, store: openObjectStore(config) };
  return cached.store;
}
