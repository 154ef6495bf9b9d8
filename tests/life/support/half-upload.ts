import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { PortalClient } from '@/scripts/demo/portal-client';

const TUS = { 'tus-resumable': '1.0.0' };

/** Uploads half of a file, lets `interrupt` happen, finds the offset kept, and uploads the rest. */
export async function uploadInHalves(
  portal: PortalClient,
  file: string,
  interrupt: () => Promise<void>,
): Promise<string> {
  const bytes = await readFile(file);
  const half = bytes.length >> 1;
  const created = await portal.send('/api/files', {
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${btoa('halves.bin')}`,
    },
  });
  const location = new URL(created.headers.get('location') ?? '', portal.origin).pathname;
  const patch = (offset: number, body: Uint8Array) =>
    portal.send(location, {
      method: 'PATCH',
      headers: {
        ...TUS,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: body as BodyInit,
    });
  await patch(0, bytes.subarray(0, half));
  await interrupt();
  const head = await portal.send(location, { method: 'HEAD', headers: TUS });
  expect(head.headers.get('upload-offset')).toBe(String(half));
  await patch(half, bytes.subarray(half));
  return location.split('/').at(-1) ?? '';
}
