import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RouteHandlers } from '@/lib/server/http';
import { call } from '../support';

const root = path.resolve(import.meta.dirname, '../../../app/api');

/** Every method that a route file may export. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof methods)[number];
/** Methods that change something. */
export const mutations = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** One route file of `app/api`. */
export interface Handler {
  /** As the folders spell it: `/api/deals/[id]`. */
  pattern: string;
  handlers: RouteHandlers;
}

function routeFiles(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return routeFiles(full);
    return entry.name === 'route.ts' ? [full] : [];
  });
}

/** All route files, from the folders themselves: a new one takes part without being named. */
export async function allHandlers(): Promise<Handler[]> {
  const files = routeFiles(root).toSorted();
  return Promise.all(
    files.map(async (file) => ({
      pattern: `/api/${path.relative(root, path.dirname(file))}`,
      handlers: (await import(pathToFileURL(file).href)) as RouteHandlers,
    })),
  );
}

/** Calls a handler with the given parameters in their places. */
export function callAt(
  { pattern, handlers }: Handler,
  method: Method,
  values: Record<string, string>,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Response> {
  const params: Record<string, string> = {};
  const url = pattern.replace(/\[+(?:\.\.\.)?(\w+)\]+/g, (_, name: string) => {
    params[name] = values[name] ?? '';
    return params[name];
  });
  const isTus = pattern.endsWith('[[...path]]');
  return call(handlers[method], url, {
    method,
    params,
    body: method === 'GET' || method === 'HEAD' || isTus ? undefined : body,
    headers: isTus ? { 'tus-resumable': '1.0.0', ...tusHeaders(method), ...headers } : headers,
  });
}

function tusHeaders(method: Method): Record<string, string> {
  if (method === 'POST') return { 'upload-length': '3', 'upload-metadata': 'filename YS5iaW4=' };
  if (method !== 'PATCH') return {};
  return { 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' };
}
