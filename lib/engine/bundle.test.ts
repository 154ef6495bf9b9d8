import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeSector, type TestSector } from './testing/make-sector';

// Threads and hashing share their cores with other tests.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const engine = fileURLToPath(new URL('.', import.meta.url));
let sector: TestSector;
beforeAll(async () => {
  sector = await makeSector();
});
afterAll(() => sector.remove());

// A program as an agent bundles it: its own file, and the engine's thread beside it.
const PROGRAM = `
import { sealSector } from ${JSON.stringify(path.join(engine, 'index.ts'))};
const sector = JSON.parse(process.argv[2], (key, value) =>
  typeof value === 'string' && value.startsWith('hex:') ? Uint8Array.from(Buffer.from(value.slice(4), 'hex')) : value);
const { commR } = await sealSector({ ...sector, sectorId: BigInt(sector.sectorId) });
process.stdout.write(Buffer.from(commR).toString('hex'));
`;

describe('a bundle', () => {
  it('seals with nothing but its two files', async () => {
    const source = path.join(sector.root, 'program.ts');
    writeFileSync(source, PROGRAM);
    const { metafile } = await build({
      entryPoints: {
        program: source,
        'engine-worker': path.join(engine, 'threads/engine-worker.ts'),
      },
      outdir: path.join(sector.root, 'dist'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      metafile: true,
      logLevel: 'error',
    });
    const hex = (bytes: Uint8Array) => `hex:${Buffer.from(bytes).toString('hex')}`;
    const { dir, payloadFile, payloadBytes, params } = sector;
    const job = {
      dir,
      payloadFile,
      payloadBytes,
      params,
      proverId: hex(sector.proverId),
      ticket: hex(sector.ticket),
      commD: hex(sector.commD),
      sectorId: sector.sectorId.toString(),
    };
    const program = path.join(sector.root, 'dist/program.mjs');
    const output = execFileSync(process.execPath, [program, JSON.stringify(job)], {
      cwd: sector.root,
      encoding: 'utf8',
    });
    expect(output).toMatch(/^[0-9a-f]{64}$/);
    const used = Object.values(metafile.outputs).flatMap((file) =>
      Object.entries(file.inputs).flatMap(([name, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [name] : [],
      ),
    );
    expect(used.some((name) => name.endsWith('kernel-bytes.ts'))).toBe(true);
    expect(used.filter((name) => /node_modules\/(viem|piscina|tsx)\//.test(name))).toEqual([]);
  });
});
