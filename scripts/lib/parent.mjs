const EVERY_MS = 500;

/**
 * Calls back when the `npm run` that this program is part of has ended. A signal to npm ends npm
 * and its shell, but does not reach the program in the shell.
 */
export function onNpmGone(callback) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, EVERY_MS);
  timer.unref();
}
