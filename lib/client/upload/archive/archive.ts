import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';
import { ARCHIVE_TYPE, archivePath } from './paths';
import { TAR_BLOCK, tarHeader, tarPadding } from './tar-header';

/** A file with its place below what was dropped. */
export interface PickedFile {
  path: string;
  file: File;
}

/** Several files as one. */
export interface Archive {
  files: readonly PickedFile[];
  /** The archive itself; nothing of it is read before it is sent. */
  content: Blob;
  /** The same for the same files, so that an upload of them can go on. */
  identity: string;
}

const modifiedOf = ({ lastModified }: File) => Math.max(0, Math.floor(lastModified / 1000));

/** Paths that are safe and differ from each other, in an order that does not depend on the browser. */
function ordered(files: readonly PickedFile[]): PickedFile[] {
  const taken = new Set<string>();
  const byPath = files.map(({ path, file }) => ({ path: archivePath(path), file }));
  byPath.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.file.size - b.file.size));
  return byPath.map(({ path, file }) => {
    const free = freePath(path, taken);
    taken.add(free);
    return { path: free, file };
  });
}

/** "a.txt", "a (2).txt", "a (3).txt" */
function freePath(path: string, taken: ReadonlySet<string>): string {
  const [, stem = path, ending = ''] = /^(.*[^/])(\.[^./]+)$/.exec(path) ?? [];
  let free = path;
  for (let copy = 2; taken.has(free); copy += 1) free = `${stem} (${copy})${ending}`;
  return free;
}

function identityOf(files: readonly PickedFile[]): string {
  const lines = files.map(({ path, file }) => [path, file.size, file.lastModified]);
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(lines))));
}

/**
 * One tar archive of several files: a Blob that refers to the files on the reader's disk, with
 * headers and padding between them. The same files give the same bytes.
 */
export function archiveOf(picked: readonly PickedFile[]): Archive {
  const files = ordered(picked);
  const parts: BlobPart[] = files.flatMap(({ path, file }) => [
    tarHeader({ path, bytes: file.size, modified: modifiedOf(file) }) as Uint8Array<ArrayBuffer>,
    file,
    new Uint8Array(tarPadding(file.size)),
  ]);
  parts.push(new Uint8Array(2 * TAR_BLOCK));
  const content = new Blob(parts, { type: ARCHIVE_TYPE });
  return { files, content, identity: identityOf(files) };
}
