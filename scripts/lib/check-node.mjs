/** Oldest Node.js that everything here runs on. */
const MINIMUM = [20, 19];

/** A sentence when this Node.js is too old, else undefined. */
export function nodeProblem(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const isEnough = major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1]);
  if (isEnough) return undefined;
  return `Node.js ${MINIMUM.join('.')} or newer is needed; this is ${version}.`;
}
