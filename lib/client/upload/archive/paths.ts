/** Media type of an archive. */
export const ARCHIVE_TYPE = 'application/x-tar';
const FALLBACK = 'file';

/**
 * A path that stays below the folder in which an archive is unpacked: relative, without `.` and `..`
 * and without characters that end a name.
 */
export function archivePath(path: string): string {
  const parts = path
    .replaceAll('\0', '')
    // Half a surrogate pair has no bytes of its own in UTF-8.
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.join('/') || FALLBACK;
}

/** The folder that all paths have in common at their top, or null. */
function commonFolder(paths: readonly string[]): string | null {
  const [first = ''] = paths;
  const folder = first.split('/')[0] ?? '';
  return first.includes('/') && paths.every((path) => path.startsWith(`${folder}/`))
    ? folder
    : null;
}

/** What an archive is called until the reader names it: by its folder, else by the day. */
export function archiveName(paths: readonly string[], today: Date): string {
  const folder = commonFolder(paths.map(archivePath));
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${folder ?? `files-${day}`}.tar`;
}
