/** One file of an archive, as its header tells it. */
export interface TarEntry {
  /** Relative, with `/` between folders. */
  path: string;
  bytes: number;
  /** Unix seconds. */
  modified: number;
}

export const TAR_BLOCK = 512;
const NAME_BYTES = 100;
/** Eleven octal digits; longer sizes stand in an extended header. */
const MOST_USTAR_BYTES = 8 ** 11 - 1;
const FILE = '0';
const EXTENDED = 'x';

const utf8 = new TextEncoder();

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** Bytes that fill up the last block of `length` bytes. */
export function tarPadding(length: number): number {
  return (TAR_BLOCK - (length % TAR_BLOCK)) % TAR_BLOCK;
}

/** For old programs, which do not read the extended header: its first bytes, ASCII only. */
function plainName(path: string): string {
  return [...path].map((char) => (char > '\x1f' && char < '\x7f' ? char : '_')).join('');
}

function ustar(name: string, bytes: number, modified: number, kind: string): Uint8Array {
  const block = new Uint8Array(TAR_BLOCK);
  const put = (text: string, at: number) => block.set(utf8.encode(text), at);
  put(plainName(name).slice(0, NAME_BYTES), 0);
  put(octal(0o644, 8), 100);
  // Nobody owns the files: an archive tells nothing about the computer that it was made on.
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(bytes, 12), 124);
  put(octal(modified, 12), 136);
  put(' '.repeat(8), 148);
  put(kind, 156);
  put('ustar\x0000', 257);
  // The checksum counts its own field as spaces.
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** `"<length> <key>=<value>\n"`, where the length counts itself. */
function record(key: string, value: string): Uint8Array {
  const rest = utf8.encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length += 1;
  return utf8.encode(`${length} ${key}=${value}\n`);
}

/** Blocks of an extended header (PAX) for what ustar cannot say; none where it can. */
function extended({ path, bytes }: TarEntry): Uint8Array[] {
  const records: Uint8Array[] = [];
  if (plainName(path) !== path || path.length > NAME_BYTES) records.push(record('path', path));
  if (bytes > MOST_USTAR_BYTES) records.push(record('size', String(bytes)));
  const length = records.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length === 0) return [];
  const header = ustar(`PaxHeader/${path}`, length, 0, EXTENDED);
  return [header, ...records, new Uint8Array(tarPadding(length))];
}

/**
 * What stands before a file's bytes in a POSIX tar archive: a ustar header and, for names in UTF-8,
 * long names and files above 8 GiB, a PAX header before it (IEEE 1003.1, pax). The same entry gives
 * the same bytes every time.
 */
export function tarHeader(entry: TarEntry): Uint8Array {
  const told = entry.bytes > MOST_USTAR_BYTES ? 0 : entry.bytes;
  const blocks = [...extended(entry), ustar(entry.path, told, entry.modified, FILE)];
  const length = blocks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const header = new Uint8Array(length);
  let at = 0;
  for (const block of blocks) {
    header.set(block, at);
    at += block.byteLength;
  }
  return header;
}
