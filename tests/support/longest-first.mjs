import { BaseSequencer } from 'vitest/node';

/** Files that take longer than all others of their project, which would keep one lane busy at the end. */
const LONGEST = [
  'tests/life/worker-kills.life.test.ts',
  'node-agent/src/disputes.integration.test.ts',
  'node-agent/src/agent.integration.test.ts',
];

/** Begins with the longest files, so that all lanes end at about the same time. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }) => LONGEST.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
