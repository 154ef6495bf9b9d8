import type { Archive } from './archive/archive';

/** Longest name that the portal keeps. */
export const MOST_NAME_CHARS = 255;

/** What is sent to the portal: a file of the reader, or an archive of several. */
export interface UploadSource {
  name: string;
  type: string;
  content: Blob;
  /** The same for the same bytes, so that an upload can go on after a reload. */
  identity: string;
}

/** A name that the portal takes: not longer than it keeps, with its ending. */
export function storableName(name: string): string {
  const trimmed = name.replaceAll('\0', '').trim() || 'file';
  if (trimmed.length <= MOST_NAME_CHARS) return trimmed;
  const ending = /\.[^.\s]{1,20}$/.exec(trimmed)?.[0] ?? '';
  // Whole characters only: half a surrogate pair is no text.
  return `${trimmed.slice(0, MOST_NAME_CHARS - 1 - ending.length).replace(/\p{Surrogate}$/u, '')}…${ending}`;
}

export function sourceOfFile(file: File): UploadSource {
  const identity = [file.name, file.type, file.size, file.lastModified].join('::');
  return { name: storableName(file.name), type: file.type, content: file, identity };
}

/** The name is no part of what identifies an archive: the reader may change it. */
export function sourceOfArchive({ content, identity }: Archive, name: string): UploadSource {
  return { name: storableName(name), type: content.type, content, identity };
}
