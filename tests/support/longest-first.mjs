import { BaseSequencer } from 'vitest/node';

/** Files that take longer than any other, which would keep one lane alone at the end. */
const LONGEST = [
  'tests/life/worker-kills.life.test.ts',
  'node-agent/src/disputes.integration.test.ts',
  'node-agent/src/agent.integration.test.ts',
];

/** Begins with the longest files, so that all lanes end at about the same time. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }) => LONGEST.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}
