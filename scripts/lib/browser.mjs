import { chromiumPath } from './chromium.mjs';
import { runCommand, runNode } from './run-command.mjs';

/**
 * Makes sure that there is a Chromium: an installed one, else from the distribution when we may,
 * else Playwright's own.
 */
export async function ensureBrowser(say) {
  if (chromiumPath()) return;
  if (process.platform === 'linux' && process.getuid() === 0 && (await hasApt())) {
    say('Installing Chromium with apt');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const options = ['install', '-y', '-qq', '--no-install-recommends', 'chromium'];
    try {
      await runCommand('apt-get update', 'apt-get', ['update', '-qq'], { env });
      await runCommand('apt-get install chromium', 'apt-get', options, { env });
      if (chromiumPath()) return;
    } catch (error) {
      say(error.message);
    }
  }
  say("Installing Playwright's own Chromium");
  await runNode('playwright install', ['node_modules/playwright/cli.js', 'install', 'chromium']);
}

async function hasApt() {
  try {
    await runCommand('apt-get', 'apt-get', ['--version']);
    return true;
  } catch {
    return false;
  }
}
