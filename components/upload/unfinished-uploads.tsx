'use client';

import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Progress } from '@/components/ui';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes } from '@/lib/client/format';
import { ARCHIVE_TYPE } from '@/lib/client/upload/archive/paths';
import { offsetOf } from '@/lib/client/upload/finished-upload';
import { forgetStored, type StoredUpload, storedUploads } from '@/lib/client/upload/stored-uploads';

/** Uploads that stopped in the middle, with how to go on: a browser cannot open the file by itself. */
export function UnfinishedUploads({ wallet }: { wallet: string }) {
  const [uploads, setUploads] = useState<StoredUpload[]>([]);
  useEffect(() => setUploads(storedUploads(localStorage, wallet)), [wallet]);
  if (uploads.length === 0) return null;
  const forget = (key: string) => {
    forgetStored(localStorage, key);
    setUploads(storedUploads(localStorage, wallet));
  };
  return (
    <section className="grid gap-2" aria-label="Unfinished uploads">
      {uploads.map((upload) => (
        <Unfinished key={upload.key} upload={upload} onForget={() => forget(upload.key)} />
      ))}
    </section>
  );
}

function Unfinished({ upload, onForget }: { upload: StoredUpload; onForget(): void }) {
  const { data, isSuccess } = useQuery({
    queryKey: ['upload-offset', upload.url],
    queryFn: () => offsetOf(upload.url),
    staleTime: 0,
  });
  // Expired, cancelled elsewhere, or used by a deal: nothing to go on with.
  useEffect(() => {
    if (isSuccess && data === null) onForget();
  }, [isSuccess, data, onForget]);
  const arrived = data?.offset ?? 0;
  return (
    <div className="grid gap-2 rounded-md border bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex min-w-0 items-center gap-2 text-sm">
          <History className="size-4 shrink-0 text-warn" aria-hidden />
          <span className="min-w-0">
            <strong className="font-semibold break-all">{visibleName(upload.name)}</strong> is not
            finished: {formatBytes(arrived)} of {formatBytes(upload.bytes)} have arrived. Choose the
            same {upload.type === ARCHIVE_TYPE ? 'files' : 'file'} again to continue.
          </span>
        </p>
        <Button size="sm" variant="ghost" onClick={onForget}>
          Forget it
        </Button>
      </div>
      <Progress
        value={arrived}
        max={upload.bytes}
        label={`Arrived of ${visibleName(upload.name)}`}
        tone="warn"
      />
    </div>
  );
}
