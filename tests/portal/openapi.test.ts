import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openApiDocument } from '@/lib/server/openapi';
import { setTestEnv } from '@/tests/support/env';

const root = path.resolve(import.meta.dirname, '../../app/api');

/** Addresses of all route files, with their parameters in braces. */
function routePaths(folder = root): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return routePaths(full);
    if (entry.name !== 'route.ts') return [];
    const relative = path.relative(root, folder).replace(/\/?\[\[\.\.\.\w+\]\]/, '');
    return [`/api/${relative.replaceAll('[', '{').replaceAll(']', '}')}`];
  });
}

type Document = { paths: Record<string, Record<string, { requestBody?: unknown }>> };

it('documents every route, and none that does not exist', () => {
  setTestEnv();
  const documented = Object.keys((openApiDocument() as Document).paths);
  const routes = routePaths();
  const withoutUploadIds = documented.filter((item) => !/files\/\{id\}$/.test(item));
  expect(withoutUploadIds.toSorted()).toEqual(routes.toSorted());
});

it('shows bigints as text and required fields of bodies', () => {
  setTestEnv();
  const { paths } = openApiDocument() as Document;
  const body = JSON.stringify(paths['/api/request-storage']?.post?.requestBody);
  const schema = JSON.parse(body).content['application/json'].schema;
  expect(schema.properties.maxRate).toMatchObject({ type: 'string' });
  expect(schema.required).toEqual(['uploadId', 'durationPeriods', 'tier']);
});
