import { statSync } from 'node:fs';
import { AppError } from '@/lib/core/errors';
import { isSectorSize } from '@/lib/core/proofs';
import { parseBytes, parseCount } from './parse';

function usage(message: string): AppError {
  return new AppError('AGENT_USAGE', message);
}

/** Reads `bytes` bytes in hexadecimal, with or without 0x. @throws AppError `AGENT_USAGE` */
export function parseHex(text: string, bytes: number, name: string): Uint8Array {
  const digits = text.replace(/^0x/i, '');
  if (!new RegExp(`^[0-9a-f]{${2 * bytes}}$`, 'i').test(digits)) {
    throw usage(`${name} is ${bytes} bytes, ${2 * bytes} hexadecimal digits.`);
  }
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** Reads the size of a sector. @throws AppError `AGENT_USAGE` */
export function parseSectorBytes(text: string): number {
  const bytes = Number(parseBytes(text));
  if (!isSectorSize(bytes)) throw usage('A sector is a power of two from 2 KiB to 1 GiB.');
  return bytes;
}

/** Reads the number of layers. @throws AppError `AGENT_USAGE` */
export function parseLayers(text: string): number {
  return parseCount(text, 1, 16);
}

/** Reads a sector's number. @throws AppError `AGENT_USAGE` */
export function parseSectorId(text: string): bigint {
  const value = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n;
  if (value < 0n || value >= 1n << 64n) throw usage(`"${text}" is not a number below 2^64.`);
  return value;
}

/** Versions of Filecoin's proof interface whose graph is ours. @throws AppError `AGENT_USAGE` */
export function assertApiVersion(text: string): void {
  if (text !== '1.1.0' && text !== '1.2.0') {
    throw usage(`Graphs of api version ${text} are not made; 1.1.0 and 1.2.0 are.`);
  }
}

/** Path of a file that is there. @throws AppError `AGENT_FILE_UNREADABLE` */
export function parseFile(file: string): string {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new AppError('AGENT_FILE_UNREADABLE', `There is no file ${file}.`);
  }
  return file;
}
