'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, type RefObject, useId, useRef, useState } from 'react';
import { Button, ErrorText } from '@/components/ui';
import { cn } from '@/lib/client/cn';
import type { PickedFile } from '@/lib/client/upload/archive/archive';
import { filesOfDrop, filesOfInput } from '@/lib/client/upload/archive/dropped-files';

const EMPTY = 'This file is empty, and an empty file cannot be stored.';
const NOTHING = 'There are no files in what you chose.';
const UNREADABLE =
  'What you dropped could not be read. Choose the files or the folder with a button.';

interface DropZoneProps {
  onFiles(files: readonly PickedFile[]): void;
}

function problemOf(files: readonly PickedFile[]): string | null {
  if (files.length === 0) return NOTHING;
  return files.every(({ file }) => file.size === 0) ? EMPTY : null;
}

/** Takes one file, several, or a folder, dropped or picked. */
export function DropZone({ onFiles }: DropZoneProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const hintId = useId();

  const take = (picked: readonly PickedFile[]) => {
    const found = problemOf(picked);
    setProblem(found);
    if (!found) onFiles(picked);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    filesOfDrop(event.dataTransfer).then(take, () => setProblem(UNREADABLE));
  };

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the buttons are the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'grid min-h-48 place-items-center content-center gap-3 rounded-md border-2 border-dashed px-4 py-8 text-center transition-colors',
          isOver ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
        )}
      >
        <FileUp className="size-8 text-accent" strokeWidth={1.5} aria-hidden />
        <p className="text-base font-semibold">Drop files or a folder here</p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button
            variant="primary"
            aria-describedby={hintId}
            onClick={() => files.current?.click()}
          >
            Choose files
          </Button>
          <Button variant="ghost" onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
        </div>
        <p id={hintId} className="max-w-[52ch] text-xs text-muted">
          Up to 64 GiB. Several files become one archive. An interrupted upload goes on where it
          stopped, even after a reload.
        </p>
        <PickInput ref={files} label="Files to store" onPick={take} />
        <PickInput ref={folder} label="Folder to store" isFolder onPick={take} />
      </div>
      {problem ? <ErrorText error={problem} className="mt-2" /> : null}
    </div>
  );
}

interface PickInputProps {
  ref: RefObject<HTMLInputElement | null>;
  label: string;
  isFolder?: boolean;
  onPick(files: readonly PickedFile[]): void;
}

/** The browser's own dialog, opened by a button of ours. */
function PickInput({ ref, label, isFolder = false, onPick }: PickInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      multiple
      // React does not know this attribute of all browsers.
      {...(isFolder ? { webkitdirectory: '' } : {})}
      className="sr-only"
      tabIndex={-1}
      aria-label={label}
      onChange={(event) => {
        const picked = filesOfInput(event.currentTarget.files);
        // Nothing is chosen when the dialog is left.
        if (picked.length > 0) onPick(picked);
        // The same files may be chosen again.
        event.currentTarget.value = '';
      }}
    />
  );
}
