import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster';

/** One PostgreSQL for a whole vitest run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, stop } = await startCluster();
  project.provide('postgresServer', serverUrl);
  return stop;
}
