'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { api } from '@/lib/client/api';
import { useSession } from '@/lib/client/session';
import {
  finishedUploadOf,
  forgetFinished,
  keepFinished,
} from '@/lib/client/upload/finished-upload';
import type { UploadedFile } from '@/lib/client/upload/types';
import { useUpload } from '@/lib/client/upload/use-upload';
import { dealAccepted, type Tier } from '@/lib/core/protocol/deals';

/** The path of a file from the reader's disk to a deal. */
export function useStoreFlow() {
  const router = useRouter();
  const { data: session, isLoading } = useSession();
  const wallet = session?.address;
  const controls = useUpload();
  const { state, start, restore } = controls;
  const [picked, setPicked] = useState<File | null>(null);
  const [request, setRequest] = useState<{ busy: boolean; error: unknown }>({
    busy: false,
    error: null,
  });

  // A file that was picked before signing in starts as soon as its owner is known.
  useEffect(() => {
    if (!picked || !wallet) return;
    start(picked, wallet);
    setPicked(null);
  }, [picked, wallet, start]);

  // A finished upload survives a reload; one of another wallet is not shown.
  useEffect(() => {
    if (!wallet || state.phase !== 'idle') return;
    const finished = finishedUploadOf(localStorage, wallet);
    if (finished) restore(finished);
  }, [wallet, state.phase, restore]);
  useEffect(() => {
    if (wallet && state.phase === 'done') keepFinished(localStorage, wallet, state);
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
        setRequest({ busy: false, error });
      }
    },
    [router, state],
  );
  const clear = useCallback(() => {
    forgetFinished(localStorage);
    setRequest({ busy: false, error: null });
    controls.clear();
  }, [controls]);

  const file: UploadedFile | null =
    state.phase === 'idle'
      ? picked && { name: picked.name, bytes: picked.size, type: picked.type }
      : state.file;
  return {
    wallet,
    isSessionLoading: isLoading,
    controls: { ...controls, clear },
    file,
    /** A file is chosen and only the wallet is missing. */
    awaitsSignIn: picked !== null && !wallet && !isLoading,
    pick: setPicked,
    unpick: () => setPicked(null),
    request,
    submit,
  };
}
