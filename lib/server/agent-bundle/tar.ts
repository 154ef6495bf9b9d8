/** One file of an archive. */
export interface TarFile {
  name: string;
  content: Uint8Array;
  /** Permission bits, such as 0o755. */
  mode: number;
}

const BLOCK = 512;
const MAX_NAME = 100;
const TYPE_FILE = '0';

const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** A ustar header. Owner and time are zero, so that the same files give the same archive. */
function header({ name, content, mode }: TarFile): Buffer {
  if (name.length > MAX_NAME) throw new RangeError(`${name} is too long for a tar header`);
  const block = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => block.write(text, at, 'latin1');
  put(name, 0);
  put(octal(mode, 8), 100);
  put(octal(0, 8), 108);
  put(octal(0, 8), 116);
  put(octal(content.length, 12), 124);
  put(octal(0, 12), 136);
  put(' '.repeat(8), 148);
  put(TYPE_FILE, 156);
  put('ustar\x0000', 257);
  // the checksum counts its own field as spaces
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** A POSIX tar archive with exactly these files, byte for byte the same every time. */
export function tar(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap((file) => {
    const padding = (BLOCK - (file.content.length % BLOCK)) % BLOCK;
    return [header(file), Buffer.from(file.content), Buffer.alloc(padding)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}
