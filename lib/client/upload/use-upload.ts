'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileUpload } from './file-upload';
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
  /** Stops sending and shows nothing; what has arrived is kept for its owner. */
  leave(): void;
}

const ignoreGone = () => undefined;
const NOT_LOADED =
  'The upload could not begin: a part of this page did not arrive. Nothing was sent; try again.';

const about = ({ name, type, content }: UploadSource) => ({ name, type, bytes: content.size });

/** Holds the upload of a page; leaving the page stops it, and what has arrived is kept. */
export function useUpload(): UploadControls {
  const [state, setState] = useState<UploadState>({ phase: 'idle' });
  const current = useRef<FileUpload | null>(null);
  /** The newest wish to upload; an older one must not begin when its code arrives. */
  const wanted = useRef<(() => void) | null>(null);

  const drop = useCallback(() => {
    wanted.current = null;
    current.current?.dispose();
    current.current = null;
  }, []);
  useEffect(() => drop, [drop]);

  const start = useCallback(
    (source: UploadSource, wallet: string) => {
      drop();
      const begin = () => {
        // tus is fetched with the first file: most visits of the page only look.
        import('./file-upload').then(
          ({ FileUpload }) => {
            if (wanted.current !== begin || current.current) return;
            const options = { source, wallet, storage: localStorage, onState: setState };
            current.current = new FileUpload(options);
            void current.current.start();
          },
          () => {
            if (wanted.current !== begin) return;
            const error = { code: 'NETWORK', message: NOT_LOADED, canRetry: true };
            setState({ phase: 'failed', file: about(source), sent: 0, error });
          },
        );
      };
      wanted.current = begin;
      begin();
    },
    [drop],
  );
  const pause = useCallback(() => void current.current?.pause(), []);
  const resume = useCallback(() => {
    if (current.current) current.current.resume();
    else wanted.current?.();
  }, []);
  const cancel = useCallback(() => {
    // The portal may be gone, or the upload may not exist yet; it expires by itself then.
    current.current?.cancel().catch(ignoreGone);
    if (!current.current) setState({ phase: 'idle' });
    wanted.current = null;
    current.current = null;
  }, []);
  const restore = useCallback((finished: FinishedUpload) => {
    setState({ phase: 'done', file: finished.file, uploadId: finished.uploadId });
  }, []);
  const clear = useCallback(() => {
    wanted.current = null;
    current.current = null;
    setState({ phase: 'idle' });
  }, []);
  const leave = useCallback(() => {
    drop();
    setState({ phase: 'idle' });
  }, [drop]);
  return { state, start, pause, resume, cancel, restore, clear, leave };
}
