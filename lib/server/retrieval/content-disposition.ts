const FALLBACK = 'file';
const MAX_LENGTH = 200;
/** Control characters (0 to 31, 127) and what separates folders; both could mislead a browser. */
const isUnsafe = (char: string) => char < ' ' || char === '\u007f' || char === '/' || char === '\\';
/** Characters that turn the direction of text, with which a name can hide its ending. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function safeName(filename: string): string {
  const plain = [...filename.normalize('NFC').replace(DIRECTION, '')]
    .map((char) => (isUnsafe(char) ? '_' : char))
    .join('')
    // Half a surrogate pair could not be encoded.
    .replace(/\p{Surrogate}/gu, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return [...plain].slice(0, MAX_LENGTH).join('') || FALLBACK;
}

/** RFC 5987: everything but its attr-char as percent-encoded UTF-8. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * `Content-Disposition` that saves under the file's own name: an ASCII name for old programs, and
 * the whole one (RFC 6266). No path, control or quoting character gets through.
 */
export function attachment(filename: string): string {
  const name = safeName(filename);
  const ascii = name.replace(/[^\x20-\x7e]|["%]/g, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded(name)}`;
}
