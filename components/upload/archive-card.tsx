'use client';

import { Archive as ArchiveIcon } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, Card, CardBody, Field, Input } from '@/components/ui';
import { visibleName } from '@/lib/client/file-name';
import { formatBytes } from '@/lib/client/format';
import type { Archive } from '@/lib/client/upload/archive/archive';
import { MOST_NAME_CHARS } from '@/lib/client/upload/source';

/** Longer lists say how many more there are. */
const SHOWN_FILES = 100;

interface ArchiveCardProps {
  archive: Archive;
  name: string;
  onName(name: string): void;
  onStart(): void;
  onCancel(): void;
}

/** Several files before they are sent as one: what happens, under which name, and with which files. */
export function ArchiveCard({ archive, name, onName, onStart, onCancel }: ArchiveCardProps) {
  const [isEmpty, setEmpty] = useState(false);
  const { files, content } = archive;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(name.trim() === '');
    if (name.trim() !== '') onStart();
  };
  return (
    <Card>
      <CardBody>
        <form onSubmit={submit} className="grid gap-4">
          <p className="flex items-start gap-2" role="status">
            <ArchiveIcon className="mt-0.5 size-5 shrink-0 text-accent" aria-hidden />
            <span className="min-w-0">
              <strong className="font-semibold">{files.length} files become one archive</strong>,{' '}
              <span className="break-all">{visibleName(name)}</span>, {formatBytes(content.size)}.
            </span>
          </p>
          <Field
            label="Name of the archive"
            hint="A tar archive: every system can unpack it. Names, folders and dates stay as they are."
            error={isEmpty ? 'Give the archive a name.' : undefined}
          >
            <Input
              value={name}
              maxLength={MOST_NAME_CHARS}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onName(event.currentTarget.value)}
            />
          </Field>
          <FileList files={files} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary">
              Upload the archive
            </Button>
            <Button variant="ghost" onClick={onCancel}>
              Choose other files
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

function FileList({ files }: Pick<Archive, 'files'>) {
  const more = files.length - SHOWN_FILES;
  return (
    <section
      aria-label="Files of the archive"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls the list
      tabIndex={0}
      className="max-h-52 overflow-y-auto rounded-md border"
    >
      <ul className="divide-y text-sm">
        {files.slice(0, SHOWN_FILES).map(({ path, file }) => (
          <li key={path} className="flex items-baseline justify-between gap-4 px-3 py-1.5">
            <span className="min-w-0 break-all">{visibleName(path)}</span>
            <span className="shrink-0 text-xs text-muted">{formatBytes(file.size)}</span>
          </li>
        ))}
        {more > 0 ? <li className="px-3 py-1.5 text-muted">and {more} more</li> : null}
      </ul>
    </section>
  );
}
