import type { Readable } from 'node:stream';

/** Both ends included. */
export interface ObjectRange {
  start: number;
  end: number;
}

/** One stored object. */
export interface StoredObject {
  key: string;
  bytes: number;
}

/** Where all big data is: a folder or S3. Keys are built by `objectKeys`. */
export interface ObjectStore {
  /** Stores all or nothing; an object that is there is replaced in one step. */
  put(key: string, body: Readable | Uint8Array): Promise<void>;
  /** @throws AppError `OBJECT_NOT_FOUND` */
  read(key: string, range?: ObjectRange): Promise<Readable>;
  /** The whole object in memory. @throws AppError `OBJECT_NOT_FOUND` */
  bytes(key: string): Promise<Uint8Array>;
  /** Null when there is no such object. */
  stat(key: string): Promise<{ bytes: number } | null>;
  /** Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Every object whose key begins with `prefix`, in no particular order. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Lends a local path with the object's bytes; read only, gone after `use`. @throws AppError `OBJECT_NOT_FOUND` */
  withFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>;
}
