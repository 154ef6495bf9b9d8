import path from 'node:path';
import { FileStore } from '@tus/file-store';
import { S3Store } from '@tus/s3-store';
import { type DataStore, type KvStore, Upload } from '@tus/utils';
import { serverEnv } from '@/lib/server/env';
import { s3ClientConfig } from '@/lib/server/object-store';

const MIB = 1024 * 1024;

/** What an upload's row says of it. */
export interface UploadDescription {
  bytes: number;
  metadata: Record<string, string>;
  createdAt: Date;
}

/** Looks an upload up by its object key. */
export type DescribeUpload = (key: string) => Promise<UploadDescription | null>;

/** Lets the file store read lengths from our rows instead of from a second file. */
function rowStore(lookup: DescribeUpload): KvStore {
  return {
    async get(key) {
      const found = await lookup(key);
      if (!found) return undefined;
      const { bytes: size, metadata, createdAt } = found;
      return new Upload({
        id: key,
        size,
        offset: 0,
        metadata,
        creation_date: createdAt.toISOString(),
      });
    },
    // Rows are written by whoever authorised the upload, and removed with it.
    set: async () => undefined,
    delete: async () => undefined,
  };
}

/** The tus store that writes into the object store; a tus file id is an object key. */
export function tusStore(lookup: DescribeUpload, expirySeconds: number): DataStore {
  const config = serverEnv().objectStore;
  const expirationPeriodInMilliseconds = expirySeconds * 1000;
  if (config.kind === 's3') {
    return new S3Store({
      partSize: 16 * MIB,
      expirationPeriodInMilliseconds,
      s3ClientConfig: { ...s3ClientConfig(config), bucket: config.bucket },
    });
  }
  return new FileStore({
    directory: path.resolve(config.path),
    configstore: rowStore(lookup),
    expirationPeriodInMilliseconds,
  });
}
