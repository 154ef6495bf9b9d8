'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from './toaster';

const SHOWN_MS = 1500;

/** Puts a text into the clipboard and says so. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      // Without permission or over plain http: the reader can still select the text by hand.
      toast({ tone: 'warn', title: 'Copying is not allowed here', text: value });
    }
  };
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={copied ? 'Copied' : `${label} ${value}`}
      className="grid size-6 shrink-0 place-items-center rounded-sm text-muted hover:bg-raised hover:text-ink"
    >
      <Icon className="size-3.5" aria-hidden />
    </button>
  );
}
