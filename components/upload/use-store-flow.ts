'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '@/lib/client/api';
import { noteSignedOut, sessionKey, useSession } from '@/lib/client/session';
import type { PickedFile } from '@/lib/client/upload/archive/archive';
import {
  finishedUploadOf,
  forgetFinished,
  keepFinished,
} from '@/lib/client/upload/finished-upload';
import { sourceOfFile, type UploadSource } from '@/lib/client/upload/source';
import type { UploadedFile, UploadState } from '@/lib/client/upload/types';
import { type UploadControls, useUpload } from '@/lib/client/upload/use-upload';
import { dealAccepted, type Tier } from '@/lib/core/protocol/deals';
import { type ArchiveDraft, useArchiveDraft } from './use-archive-draft';

/** The portal refused to take more because nobody is signed in any more. */
const isSignedOut = (state: UploadState) =>
  state.phase === 'failed' && state.error.code === 'UNAUTHENTICATED';

/** A session that ends in the middle of an upload: asks for another, and then goes on by itself. */
function useGoOnSignedIn({ state, resume }: UploadControls, wallet: string | undefined): void {
  const client = useQueryClient();
  const isAsked = useRef(false);
  useEffect(() => {
    if (!isSignedOut(state)) return;
    if (!isAsked.current) {
      isAsked.current = true;
      client.setQueryData(sessionKey, null);
    } else if (wallet) {
      isAsked.current = false;
      resume();
    }
  }, [state, wallet, client, resume]);
}

function fileOf(
  state: UploadState,
  picked: UploadSource | null,
  draft: ArchiveDraft | null,
): UploadedFile | null {
  if (state.phase !== 'idle') return state.file;
  if (picked) return { name: picked.name, bytes: picked.content.size, type: picked.type };
  const content = draft?.archive.content;
  return draft && content ? { name: draft.name, bytes: content.size, type: content.type } : null;
}

/** The path of a file from the reader's disk to a deal. */
export function useStoreFlow() {
  const router = useRouter();
  const client = useQueryClient();
  const { data: session, isLoading } = useSession();
  const wallet = session?.address;
  const controls = useUpload();
  const { state, start, restore, leave } = controls;
  const [picked, setPicked] = useState<UploadSource | null>(null);
  const archive = useArchiveDraft();
  const [request, setRequest] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });

  /** Whose upload the page shows. */
  const owner = useRef<string | undefined>(undefined);

  // Another wallet has signed in: the upload belongs to the one before, who finds it again.
  useEffect(() => {
    if (!wallet || !owner.current || owner.current === wallet) return;
    owner.current = undefined;
    leave();
  }, [wallet, leave]);

  // A file that was picked before signing in starts as soon as its owner is known.
  useEffect(() => {
    if (!picked || !wallet) return;
    owner.current = wallet;
    start(picked, wallet);
    setPicked(null);
  }, [picked, wallet, start]);

  useGoOnSignedIn(controls, wallet);

  // A finished upload survives a reload; one of another wallet is not shown.
  useEffect(() => {
    if (!wallet || state.phase !== 'idle') return;
    const finished = finishedUploadOf(localStorage, wallet);
    if (!finished) return;
    owner.current = wallet;
    restore(finished);
  }, [wallet, state.phase, restore]);
  useEffect(() => {
    if (wallet && wallet === owner.current && state.phase === 'done') {
      keepFinished(localStorage, wallet, state);
    }
  }, [wallet, state]);

  const submit = useCallback(
    async (wish: { durationPeriods: number; tier: Tier }) => {
      if (state.phase !== 'done') return;
      setRequest({ busy: true, error: null });
      try {
        const json = { uploadId: state.uploadId, ...wish };
        const { dealId } = await api('/api/request-storage', dealAccepted, { json });
        forgetFinished(localStorage);
        router.push(`/deals/${dealId}`);
      } catch (error) {
        noteSignedOut(client, error);
        setRequest({ busy: false, error });
      }
    },
    [router, state, client],
  );
  const clear = useCallback(() => {
    forgetFinished(localStorage);
    setRequest({ busy: false, error: null });
    controls.clear();
  }, [controls]);

  const pick = useCallback(
    (files: readonly PickedFile[]) => {
      const [only, second] = files;
      if (second) void archive.open(files);
      else if (only) setPicked(sourceOfFile(only.file));
    },
    [archive.open],
  );
  const sendArchive = useCallback(() => {
    const source = archive.take();
    if (source) setPicked(source);
  }, [archive.take]);

  const isUploadSignedOut = isSignedOut(state);
  return {
    wallet,
    isSessionLoading: isLoading,
    controls: { ...controls, clear },
    file: fileOf(state, picked, archive.draft),
    /** Several files that are not sent yet. */
    archive: { ...archive, send: sendArchive },
    /** A file is chosen, or on its way, and only the wallet is missing. */
    awaitsSignIn: (picked !== null || isUploadSignedOut) && !wallet && !isLoading,
    pick,
    unpick: () => setPicked(null),
    request,
    submit,
  };
}
