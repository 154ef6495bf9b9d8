import { z } from 'zod';
import type { UploadedFile } from './types';

const KEY = 'msp-finished-upload';

const finished = z.object({
  wallet: z.string(),
  uploadId: z.string(),
  file: z.object({ name: z.string(), bytes: z.number(), type: z.string() }),
});

/** A complete upload for which no deal was asked yet. */
export interface FinishedUpload {
  uploadId: string;
  file: UploadedFile;
}

/** Remembers a complete upload, so that a reload of the page does not lose it. */
export function keepFinished(storage: Storage, wallet: string, upload: FinishedUpload): void {
  storage.setItem(KEY, JSON.stringify({ wallet: wallet.toLowerCase(), ...upload }));
}

export function forgetFinished(storage: Storage): void {
  storage.removeItem(KEY);
}

/** The wallet's complete upload, if this browser remembers one. */
export function finishedUploadOf(storage: Storage, wallet: string): FinishedUpload | null {
  try {
    const found = finished.parse(JSON.parse(storage.getItem(KEY) ?? 'null'));
    return found.wallet === wallet.toLowerCase() ? found : null;
  } catch {
    return null;
  }
}

/** How far an upload is by the portal's account, or null when it is gone or used. */
export async function offsetOf(url: string): Promise<{ offset: number; length: number } | null> {
  const response = await fetch(url, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } });
  if (!response.ok) return null;
  const [offset, length] = ['Upload-Offset', 'Upload-Length'].map((name) =>
    Number(response.headers.get(name)),
  );
  return { offset: offset ?? 0, length: length ?? 0 };
}
