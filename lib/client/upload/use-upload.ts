'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { FileUpload } from './file-upload';
import type { FinishedUpload } from './finished-upload';
import type { UploadSource } from './source';
import type { UploadState } from './types';

/** One upload of a page, with its controls. */
export interface UploadControls {
  state: UploadState;
  start(source: UploadSource, wallet: string): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** Shows an upload that was finished before. */
  restore(finished: FinishedUpload): void;
  /** Forgets the finished upload, so that another file can be chosen. */
  clear(): void;
}

const ignoreGone = () => undefined;

/** Holds the upload of a page; leaving the page stops it, and what has arrived is kept. */
export function useUpload(): UploadControls {
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const current = useRef<FileUpload | null>(null);

  useEffect(() => () => current.current?.dispose(), []);

  const start = useCallback((source: UploadSource, wallet: string) => {
    current.current?.dispose();
    const upload = new FileUpload({ source, wallet, storage: localStorage, onState: setState });
    current.current = upload;
    void upload.start();
  }, []);
  const pause = useCallback(() => void current.current?.pause(), []);
  const resume = useCallback(() => current.current?.resume(), []);
  const cancel = useCallback(() => {
    // The portal may be gone, or the upload may not exist yet; it expires by itself then.
    current.current?.cancel().catch(ignoreGone);
    current.current = null;
  }, []);
  const restore = useCallback((finished: FinishedUpload) => {
    setState({ phase: 'done', file: finished.file, uploadId: finished.uploadId });
  }, []);
  const clear = useCallback(() => {
    current.current = null;
    setState({ phase: 'idle' });
  }, []);
  return { state, start, pause, resume, cancel, restore, clear };
}
