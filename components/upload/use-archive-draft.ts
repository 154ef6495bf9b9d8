'use client';

import { useCallback, useState } from 'react';
import type { Archive, PickedFile } from '@/lib/client/upload/archive/archive';
import { sourceOfArchive, type UploadSource } from '@/lib/client/upload/source';

/** Several files that shall become one archive, until they are sent. */
export interface ArchiveDraft {
  archive: Archive;
  name: string;
}

/** The archive that is being put together on a page. */
export function useArchiveDraft() {
  const [draft, setDraft] = useState<ArchiveDraft | null>(null);
  const open = useCallback(async (files: readonly PickedFile[]) => {
    // Only for those who choose several files.
    const [{ archiveOf }, { archiveName }] = await Promise.all([
      import('@/lib/client/upload/archive/archive'),
      import('@/lib/client/upload/archive/paths'),
    ]);
    const paths = files.map(({ path }) => path);
    setDraft({ archive: archiveOf(files), name: archiveName(paths, new Date()) });
  }, []);
  const rename = useCallback((name: string) => setDraft((old) => old && { ...old, name }), []);
  const drop = useCallback(() => setDraft(null), []);
  /** What to send; the draft is over. */
  const take = useCallback((): UploadSource | null => {
    setDraft(null);
    return draft && sourceOfArchive(draft.archive, draft.name);
  }, [draft]);
  return { draft, open, rename, drop, take };
}
