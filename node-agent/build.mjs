import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));

// Packages in CommonJS call `require`, which ES modules do not have.
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

/**
 * Bundles the agent into single files that need Node and nothing else.
 *
 * @param {string} outdir
 */
export async function buildAgent(outdir = path.join(here, 'dist')) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const result = await build({
    absWorkingDir: path.join(here, '..'),
    entryPoints: {
      'micro-node': path.join(here, 'src/cli/main.ts'),
      'engine-worker': path.join(here, '../lib/engine/threads/engine-worker.ts'),
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minifySyntax: true,
    banner: { js: banner },
    tsconfig: path.join(here, 'tsconfig.json'),
    metafile: true,
    legalComments: 'linked',
    logLevel: 'warning',
  });
  await writeFile(path.join(outdir, 'meta.json'), JSON.stringify(result.metafile));
  return result.metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { outputs } = await buildAgent();
  for (const [file, { bytes }] of Object.entries(outputs)) {
    console.log(`${file} ${Math.ceil(bytes / 1024)} KiB`);
  }
}
