import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.mjs';

const alias = { '@': path.resolve(import.meta.dirname) };
const exclude = ['**/node_modules/**', '**/.next/**', '**/dist/**', 'contracts/**', 'e2e/**'];
const node = { environment: 'node' as const, globals: false };

export default defineConfig({
  resolve: { alias },
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          ...node,
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...exclude, '**/*.integration.test.ts', '**/*.life.test.ts'],
          maxWorkers: '100%',
          // Property tests and seals on a machine that does something else beside.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias, conditions: ['react-server'] },
        test: {
          ...node,
          name: 'integration',
          globalSetup: ['tests/support/global-setup.ts'],
          include: ['**/*.integration.test.ts'],
          exclude,
          // Each file has a database and a chain of its own, and waits for blocks and periods.
          maxWorkers: 3,
          // Waits are for conditions and 90 s at most; machines that do a lot beside are slow.
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve: { alias },
        test: {
          ...node,
          name: 'life',
          include: ['tests/life/**/*.life.test.ts'],
          exclude,
          // Each file has a platform of its own and mostly waits for periods to pass.
          maxWorkers: 3,
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
