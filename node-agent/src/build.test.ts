import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAgent } from '../build.mjs';

type Metafile = Awaited<ReturnType<typeof buildAgent>>;
let outdir: string;
let metafile: Metafile;
beforeAll(async () => {
  outdir = await mkdtemp(path.join(os.tmpdir(), 'agent-build-'));
  metafile = await buildAgent(outdir);
}, 60_000);
afterAll(() => rm(outdir, { recursive: true }));

const SERVER = /node_modules\/(next|react|react-dom|@prisma|prisma|pg|pg-boss|pino|@aws-sdk)\//;

describe('the bundle', () => {
  it('carries neither the portal nor the database with it', () => {
    const inputs = Object.keys(metafile.inputs);
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((file) => SERVER.test(file))).toEqual([]);
  });

  it('takes from this repository only what an agent may use', () => {
    const ours = Object.keys(metafile.inputs).filter((file) => !file.includes('node_modules/'));
    const foreign = ours.filter((file) => !/^(node-agent\/src|lib\/(core|engine))\//.test(file));
    expect(foreign).toEqual([]);
  });

  it('needs nothing beside itself but Node', () => {
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    const external = imports.filter((i) => i.external && !i.path.startsWith('node:'));
    const builtin = new Set(process.getBuiltinModule('node:module').builtinModules);
    expect(external.map((i) => i.path).filter((name) => !builtin.has(name))).toEqual([]);
  });

  it('is two programs: the agent and its sealing thread', async () => {
    const files = (await readdir(outdir)).filter((file) => file.endsWith('.mjs'));
    expect(files.sort()).toEqual(['engine-worker.mjs', 'micro-node.mjs']);
  });
});
