import { readdirSync } from 'node:fs';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '../../app');

/** Folders of `app` under `folder` that hold a file of this name, as patterns: `/deals/[id]`. */
function patternsOf(file: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return patternsOf(file, path.join(folder, entry.name));
    if (entry.name !== file) return [];
    // A folder in parentheses groups files and is no part of the address.
    const parts = path.relative(app, folder).split(path.sep);
    return [`/${parts.filter((part) => part && !/^\(.*\)$/.test(part)).join('/')}`];
  });
}

/** Every page of the portal, as the folder `app` has it; a new page cannot be forgotten. */
export const pagePatterns = (): string[] => patternsOf('page.tsx', app).toSorted();

/** Every route handler, as the folder `app/api` has it. */
export const handlerPatterns = (): string[] => patternsOf('route.ts', app).toSorted();

/**
 * The address of a pattern: `/deals/[id]` → `/deals/42`. Looks for a value of the whole pattern and
 * the parameter (`/deals/[id]/top-up id`), then of the address so far (`/deals/[id]`), then of the
 * parameter (`id`).
 * @throws Error when a parameter has no value: a new page needs one here
 */
export function addressOf(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\/\[+(?:\.\.\.)?(\w+)\]+/g, (part, name: string, at: number) => {
    const before = pattern.slice(0, at + part.length);
    const value = values[`${pattern} ${name}`] ?? values[before] ?? values[name];
    if (value === undefined) throw new Error(`${pattern}: no value for ${name}`);
    return value === '' ? '' : `/${value}`;
  });
}
