import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { assertKey, notFound } from './key';
import { PART_BYTES, uploadInParts } from './s3-multipart';
import type { ObjectRange, ObjectStore, StoredObject } from './types';

function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'NoSuchKey' || name === 'NotFound' || $metadata?.httpStatusCode === 404;
}

/** Runs `use` with a temporary file name and removes the file afterwards. */
async function withTemporary<T>(use: (file: string) => Promise<T>): Promise<T> {
  const file = path.join(os.tmpdir(), `msp-${randomUUID()}`);
  try {
    return await use(file);
  } finally {
    await fs.rm(file, { force: true });
  }
}

/** Object store in an S3 bucket. */
export class S3Store implements ObjectStore {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  private at(key: string) {
    assertKey(key);
    return { Bucket: this.bucket, Key: key };
  }

  /** A stream goes through a file: S3 wants lengths, and a retry needs the bytes again. */
  async put(key: string, body: Readable | Uint8Array): Promise<void> {
    const target = this.at(key);
    if (body instanceof Uint8Array) {
      await this.client.send(new PutObjectCommand({ ...target, Body: body }));
      return;
    }
    await withTemporary(async (file) => {
      await pipeline(body, createWriteStream(file));
      const { size } = await fs.stat(file);
      if (size > PART_BYTES) return uploadInParts(this.client, target, file, size);
      const Body = createReadStream(file);
      await this.client.send(new PutObjectCommand({ ...target, Body, ContentLength: size }));
    });
  }

  async read(key: string, range?: ObjectRange): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    try {
      const found = await this.client.send(new GetObjectCommand({ ...this.at(key), Range }));
      return found.Body as Readable;
    } catch (error) {
      throw isMissing(error) ? notFound(key, error) : error;
    }
  }

  async bytes(key: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await this.read(key)) chunks.push(chunk as Uint8Array);
    return new Uint8Array(Buffer.concat(chunks));
  }

  async stat(key: string): Promise<{ bytes: number } | null> {
    try {
      const found = await this.client.send(new HeadObjectCommand(this.at(key)));
      return { bytes: found.ContentLength ?? 0 };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand(this.at(key)));
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ContinuationToken }),
      );
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, bytes: Size ?? 0 };
      }
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }

  async withFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T> {
    return withTemporary(async (file) => {
      await pipeline(await this.read(key), createWriteStream(file));
      return use(file);
    });
  }
}
