import fs from 'node:fs';

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
];

/** An installed Chromium: `CHROMIUM_PATH`, else a known place, else undefined (Playwright's own). */
export function chromiumPath(env = process.env) {
  return env.CHROMIUM_PATH || KNOWN.find((file) => fs.existsSync(file));
}
