import type { TestProject } from 'vitest/node';
import { startCluster } from './cluster';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the run's PostgreSQL server. */
    postgresServer: string;
  }
}

/** One PostgreSQL for a whole vitest run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, stop } = await startCluster();
  project.provide('postgresServer', serverUrl);
  return stop;
}
