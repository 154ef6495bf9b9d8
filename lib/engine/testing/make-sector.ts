import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  proverIdOf,
  type ReplicaInputs,
  type SealParams,
  sectorIdOf,
  ticketOf,
} from '../../core/proofs';
import { payloadCapacity } from '../../core/sectors';
import { commPOfFile } from '../pieces/comm-p-of-file';

/** Parameters of the `test` profile. */
export const TEST_PARAMS: SealParams = {
  sectorBytes: 2048,
  layers: 2,
  porepChallenges: 2,
  postChallenges: 2,
  droppedRows: 0,
};

const DEAL = `0x${'d1'.repeat(20)}` as const;
const OPERATOR = `0x${'a7'.repeat(20)}` as const;

/** Bytes that differ at every place and repeat late. */
export function makePayload(bytes: number): Uint8Array {
  return Uint8Array.from(
    { length: bytes },
    (_, i) => (i * 31 + (i >>> 8) * 17 + (i >>> 16) * 7) & 0xff,
  );
}

/** A scratch folder with a payload, and everything needed to seal it. */
export interface TestSector extends ReplicaInputs {
  root: string;
  dir: string;
  payloadFile: string;
  payload: Uint8Array;
  payloadBytes: number;
  params: SealParams;
  remove(): Promise<void>;
}

/** Makes a sector to seal in a scratch folder; its payload does not fill it. */
export function makeSector(overrides: Partial<SealParams> = {}): Promise<TestSector> {
  return makeSectorIn(mkdtempSync(path.join(os.tmpdir(), 'msp-engine-')), overrides);
}

/** The same sector in a given folder, whenever it is called. */
export async function makeSectorIn(
  root: string,
  overrides: Partial<SealParams> = {},
): Promise<TestSector> {
  const params = { ...TEST_PARAMS, ...overrides };
  const payload = makePayload(payloadCapacity(params.sectorBytes) - 77);
  const payloadFile = path.join(root, 'payload');
  if (!existsSync(payloadFile)) writeFileSync(payloadFile, payload);
  const { commD } = await commPOfFile(payloadFile, payload.length, params.sectorBytes);
  return {
    root,
    dir: path.join(root, 'sector'),
    payloadFile,
    payload,
    payloadBytes: payload.length,
    params,
    proverId: proverIdOf(OPERATOR),
    sectorId: sectorIdOf(DEAL, 3, 1),
    ticket: ticketOf(DEAL, 3, 1, `0x${'5e'.repeat(32)}`),
    commD,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
