import { BaseSequencer } from 'vitest/node';

/** The file that takes longer than any other, which would keep one lane alone at the end. */
const LONGEST = 'tests/life/worker-kills.life.test.ts';

/** Begins with the longest file, so that all lanes end at about the same time. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    const isLongest = ({ moduleId }) => moduleId.endsWith(LONGEST);
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))];
  }
}
