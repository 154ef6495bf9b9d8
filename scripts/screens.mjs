// `npm run screens`: a picture of every page, light, dark and on a phone, into docs/screens.
// The platform must run: npm start. --portal URL for another one, --only PATTERN for some pages.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './lib/browser.mjs';
import { root } from './lib/paths.mjs';
import { runningPlatform } from './lib/run-file.mjs';
import { dataDirOf } from './lib/settings.mjs';
import { findSubjects } from './screens/subjects.mjs';
import { takeScreens } from './screens/take.mjs';

const { values } = parseArgs({
  options: {
    portal: { type: 'string' },
    only: { type: 'string', default: '' },
    out: { type: 'string', default: path.join(root, 'docs/screens') },
  },
});

const portal = values.portal ?? runningPlatform(dataDirOf(process.env))?.urls.portal;
if (!portal) {
  console.error('No platform is running on this data folder. Start it with: npm start');
  process.exit(1);
}

try {
  await ensureBrowser((line) => console.log(line));
  const subjects = await findSubjects(portal);
  const problems = await takeScreens({ portal, subjects, only: values.only, out: values.out });
  for (const problem of problems) console.error(`  ${problem}`);
  console.log(`Pictures are in ${path.relative(process.cwd(), values.out) || values.out}.`);
  if (problems.length > 0) {
    console.error(`${problems.length} problems were seen on the way.`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
