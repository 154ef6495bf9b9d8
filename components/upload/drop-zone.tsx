'use client';

import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { Button, ErrorText } from '@/components/ui';
import { cn } from '@/lib/client/cn';

const MANY =
  'One deal holds one file for now. Put several files into one archive, such as a zip, or store them one after the other.';
const EMPTY = 'This file is empty, and an empty file cannot be stored.';

interface DropZoneProps {
  onFile(file: File): void;
  /** Above the button, when a certain file is awaited. */
  hint?: string;
}

/** Takes one file, dropped or picked. */
export function DropZone({ onFile, hint }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const hintId = useId();

  const take = (files: FileList | null) => {
    const [file, second] = files ?? [];
    if (!file) return;
    if (second) return setProblem(MANY);
    if (file.size === 0) return setProblem(EMPTY);
    setProblem(null);
    onFile(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };

  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first */}
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
        <p className="text-base font-semibold">Drop a file here</p>
        <Button variant="primary" aria-describedby={hintId} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <p id={hintId} className="max-w-[48ch] text-xs text-muted">
          {hint ??
            'Up to 64 GiB. An interrupted upload goes on where it stopped, even after a reload.'}
        </p>
        <input
          ref={input}
          type="file"
          className="sr-only"
          tabIndex={-1}
          aria-label="File to store"
          onChange={(event) => {
            take(event.currentTarget.files);
            // The same file may be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem ? <ErrorText error={problem} className="mt-2" /> : null}
    </div>
  );
}
