import path from 'node:path';
import { withFileLock } from './file-lock.mjs';
import { cacheDir, root } from './paths.mjs';
import { runNode } from './run-command.mjs';
import { onceFor } from './stamp.mjs';

const LOCKFILE = 'package-lock.json';
/** Prisma would otherwise look for engines and news on the network. */
export const PRISMA_ENV = {
  PRISMA_SCHEMA_ENGINE_BINARY: process.platform === 'win32' ? 'cmd.exe' : '/bin/false',
  CHECKPOINT_DISABLE: '1',
};

/** What is made from the sources, in order. Done again only when the inputs changed. */
const STEPS = [
  {
    name: 'database-client',
    title: 'Generating the database client',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', LOCKFILE],
    outputs: ['lib/server/db/generated/client.ts'],
    work: (signal) =>
      runNode('prisma generate', ['node_modules/prisma/build/index.js', 'generate'], {
        env: PRISMA_ENV,
        signal,
      }),
  },
  {
    name: 'contracts',
    title: 'Compiling the contracts',
    inputs: [
      'contracts/src',
      'contracts/foundry.toml',
      'contracts/script',
      'scripts/abi',
      LOCKFILE,
    ],
    outputs: ['contracts/generated', 'lib/core/chain/abi/index.ts'],
    work: (signal) =>
      runNode('The build of the contracts', ['scripts/generate-abis.mjs'], { signal }),
  },
  {
    name: 'agent',
    title: 'Bundling the node agent',
    inputs: [
      'node-agent/src',
      'node-agent/build.mjs',
      'node-agent/package.json',
      'lib/core',
      'lib/engine',
      LOCKFILE,
    ],
    outputs: ['node-agent/dist/micro-node.mjs'],
    work: (signal) => runNode('The bundle of the agent', ['node-agent/build.mjs'], { signal }),
  },
  {
    name: 'portal',
    title: 'Building the portal',
    inputs: [
      'app',
      'components',
      'lib',
      'public',
      'proxy.ts',
      'instrumentation-client.ts',
      'next.config.ts',
      'tsconfig.json',
      'prisma/schema.prisma',
      'postcss.config.mjs',
      LOCKFILE,
    ],
    outputs: ['.next/BUILD_ID'],
    work: (signal) =>
      runNode('next build', ['node_modules/next/dist/bin/next', 'build'], {
        env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
        signal,
      }),
  },
];

/**
 * Makes everything that a run needs out of the sources. Two starts at a time take turns.
 * @param {(line: string) => void} say
 * @param {{ only?: string[], signal?: AbortSignal }} [options] `only` names steps; default all
 */
export function prepare(say, { only, signal } = {}) {
  return withFileLock(path.join(cacheDir, 'prepare.lock'), async () => {
    for (const step of STEPS.filter(({ name }) => !only || only.includes(name))) {
      const options = {
        stampFile: path.join(cacheDir, `${step.name}.stamp`),
        inputs: step.inputs.map((input) => path.join(root, input)),
        outputs: step.outputs.map((output) => path.join(root, output)),
        salt: process.version,
      };
      await onceFor(options, async () => {
        say(step.title);
        signal?.throwIfAborted();
        await step.work(signal);
      });
    }
  });
}
